#include <iostream>

#include "sim/cli/command.h"

int main(int argc, char** argv) { return clout::run_command(argc, argv, std::cout, std::cerr); }
