// The entry point of clout_tests: every *_test.cpp of tests/ is linked to it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
