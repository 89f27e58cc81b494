# Writes HEADER with CLOUT_COMMIT, what git calls SOURCE's commit; leaves it alone if nothing changed, so that nothing is
# compiled again.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND git describe --always --dirty --abbrev=12 WORKING_DIRECTORY ${SOURCE}
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT "#define CLOUT_COMMIT \"@commit@\"\n" @ONLY)
