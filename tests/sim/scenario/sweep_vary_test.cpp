#include "sim/scenario/sweep_vary.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace clout;

namespace {

std::string yaml(const std::string& text) { return parse_vary(text).yaml; }

std::string refused(const std::string& text) {
  try {
    (void)parse_vary(text);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("values are split at commas that are in no bracket and no quotes") {
  const VariedAxis axis = parse_vary("value.theta=0.2, 0.5,0.8");
  CHECK(axis.path == "value.theta");
  CHECK(axis.yaml == "[0.2, 0.5, 0.8]");
  CHECK(axis.place.text() == "--vary value.theta=0.2, 0.5,0.8");
  CHECK(yaml("scoring.visible=klout,{name: pagerank, damping: 0.9},none") ==
        "[klout, {name: pagerank, damping: 0.9}, none]");
  CHECK(yaml("a=[1, 2],[3]") == "[[1, 2], [3]]");
  CHECK(yaml("a=\"x,]\",'y,'") == "[\"x,]\", 'y,']");
  CHECK(yaml("a=x(1)y") == "[x(1)y]");  // no call
  CHECK(yaml("a=b=c") == "[b=c]");
}

TEST_CASE("a range goes on in exact decimals, and holds its end when that is hit") {
  CHECK(yaml("a=range(0,0.3,0.1)") == "[0, 0.1, 0.2, 0.3]");
  CHECK(yaml("a=range(0.1, 1, 0.3)") == "[0.1, 0.4, 0.7, 1]");
  CHECK(yaml("a=range(0,1,0.3)") == "[0, 0.3, 0.6, 0.9]");
  CHECK(yaml("a=range(3,1,-1)") == "[3, 2, 1]");
  CHECK(yaml("a=range(1e3,3e3,1e3)") == "[1000, 2000, 3000]");
  CHECK(yaml("horizon=range(90d,360d,90d)") == "[90d, 180d, 270d, 360d]");
}

TEST_CASE("log gives equal ratios, with both ends") {
  CHECK(yaml("a=log(1,1000,4)") == "[1, 10, 100, 1000]");
  CHECK(yaml("a=log(100,1,3)") == "[100, 10, 1]");
  CHECK(yaml("a=log(1,2,3)") == "[1, 1.41421356237, 2]");
  CHECK(yaml("horizon=log(10d,1000d,3)") == "[10d, 100d, 1000d]");
  CHECK(parse_vary("a=log(1,2,3)").whole_yaml == "[1, 2]");
  CHECK(parse_vary("a=log(10d,100d,3)").whole_yaml == "[10d, 32d, 100d]");
  CHECK(parse_vary("a=log(1.5,6,3)").whole_yaml == "");
  CHECK(parse_vary("a=1,2").whole_yaml == "");
}

TEST_CASE("priors become ranges of the section") {
  CHECK(yaml("a=uniform(0.1,0.9)") == "{from: 0.1, to: 0.9}");
  CHECK(yaml("a=loguniform(10,100)") == "{from: 10, to: 100, scale: log}");
  CHECK(yaml("a=uniform(30d,90d)") == "{from: 30d, to: 90d}");
}

TEST_CASE("what is no axis is refused with what would do") {
  CHECK(refused("value.theta") ==
        "--vary 'value.theta': expected PATH=VALUES; write value.theta=0.2,0.5 or value.theta=range(0,1,0.1)");
  CHECK(refused("=1,2") ==
        "--vary '=1,2': expected PATH=VALUES; write value.theta=0.2,0.5 or value.theta=range(0,1,0.1)");
  CHECK(refused("a b=1") == "--vary 'a b=1': 'a b' is not a path; write keys with single dots between them");
  CHECK(refused("a=") == "--vary 'a=': there are no values; write a=0.2,0.5");
  CHECK(refused("a=1,,2") == "--vary 'a=1,,2': a value is missing between commas; write ~ for nothing");
  CHECK(refused("a=[1,2") == "--vary 'a=[1,2': brackets or quotes are not closed");
  CHECK(refused("a=1],[2") == "--vary 'a=1],[2': brackets or quotes are not closed");
  CHECK(refused("a=rnage(0,1,0.1)") ==
        "--vary 'a=rnage(0,1,0.1)': 'rnage' is not one of range, log, uniform, loguniform; did you mean 'range'?");
  CHECK(refused("a=range(0,1)") == "--vary 'a=range(0,1)': range takes three numbers; write range(a,b,step)");
  CHECK(refused("a=range(0,x,1)") == "--vary 'a=range(0,x,1)': 'x' is no number; write range(a,b,step)");
  CHECK(refused("a=range(0,1,-0.1)") == "--vary 'a=range(0,1,-0.1)': steps of -0.1 do not lead from 0 to 1");
  CHECK(refused("a=range(0,1,0)") == "--vary 'a=range(0,1,0)': steps of 0 do not lead from 0 to 1");
  CHECK(refused("a=range(0,1,1e-9)") == "--vary 'a=range(0,1,1e-9)': more than 100,000 values; a longer step would do");
  CHECK(refused("a=range(0,1,1e-20)") == "--vary 'a=range(0,1,1e-20)': the numbers have too many digits; 15 would do");
  CHECK(refused("a=range(0d,1h,1d)") ==
        "--vary 'a=range(0d,1h,1d)': the numbers have different units; write the same behind each");
  CHECK(refused("a=log(0,1,3)") == "--vary 'a=log(0,1,3)': the ends must differ and be above 0");
  CHECK(refused("a=log(1,9,1.5)") ==
        "--vary 'a=log(1,9,1.5)': the third number counts the values; a whole number from 2 to 100000 would do");
  CHECK(refused("a=uniform(1)") == "--vary 'a=uniform(1)': uniform takes two numbers; write uniform(a,b)");
}
