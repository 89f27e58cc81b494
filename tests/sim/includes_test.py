#!/usr/bin/python3
"""Holds the rules of the house by reading the sources: which room may include which, which library is used where, and
what must not reach a result (libm, std::*_distribution, clocks). It first checks itself on a small bad tree, in which
every rule has to be broken at the expected place, and on a good one, in which nothing may be reported.

    /usr/bin/python3 tests/sim/includes_test.py [ROOT]
"""
import re
import sys
import tempfile
from pathlib import Path

# Every room may include itself and core. What is missing here is forbidden.
ROOMS = {
    "core": set(),
    "world": set(),
    "plugin": {"world"},
    "recorded": {"plugin", "world"},
    "audit": {"recorded", "analysis", "plugin", "world"},
    "analysis": {"world"},
    "scenario": {"plugin", "world"},
    "engine": {"scenario", "analysis", "plugin", "world"},
    "output": {"scenario", "analysis", "world"},  # graphs and checkpoints are of the world
    "cli": {"core", "world", "plugin", "recorded", "audit", "analysis", "scenario", "engine", "output", "models"},
    "models": {"plugin", "world"},
}

# Library: (pattern of its headers, places that may include it; a place is a room or a file without its ending).
LIBRARIES = {
    "yaml-cpp": (r"yaml-cpp/", {"core/section_parse"}),
    "Boost.Program_options": (r"boost/program_options", {"cli"}),
    "Eigen": (r"(unsupported/)?Eigen/", {"world", "analysis", "models"}),
    "muParser": (r"muParser", {"models/scoring/expression"}),
    "SQLite": (r"(sqlite3\.h|SQLiteCpp/)", {"output"}),
    "a test library": (r"(doctest|benchmark|Random123|rapidcheck)/", set()),
    "<random>": (r"random$", set()),
    "OpenMP or TBB": (r"(omp\.h|execution|tbb/.*)$", set()),
}

LIBM = (r"exp|exp2|expm1|exp10|log|log2|log10|log1p|pow|sin|cos|tan|sincos|asin|acos|atan|atan2|sinh|cosh|tanh|asinh"
        r"|acosh|atanh|cbrt|hypot|erf|erfc|tgamma|lgamma")

# Rule: (pattern in code without comments and strings, places where it is allowed).
WORDS = {
    "libm differs from processor to processor: use sim/core/math.h": (
        rf"(?<![\w.>:])(?:std\s*::\s*|::\s*)?(?:{LIBM})[fl]?\s*\(|\bstd\s*::\s*(?:{LIBM})[fl]?\b", {"core/math"}),
    "a distribution or shuffle of std differs from library to library": (
        r"\b\w+_distribution\b"
        r"|\bstd\s*::\s*(?:(?:ranges\s*::\s*)?(?:shuffle|sample)|random_shuffle|generate_canonical)\b", set()),
    "a generator with hidden state": (
        r"(?<![\w.>])(?:srand|rand|rand_r|[dejlmn]rand48|srand48)\s*\("
        r"|\bstd\s*::\s*(?:rand|srand|random_device|mt19937\w*)\b", set()),
    "a clock": (
        r"\b\w+_clock\b|(?<![\w.>:])(?:std\s*::\s*|::\s*)(?:time|clock)\s*\("
        r"|(?<![\w.>:])time\s*\(\s*(?:NULL|nullptr|0)\s*\)"
        r"|\b(?:clock_gettime|gettimeofday)\s*\(", {"cli", "output", "engine/progress"}),
    "only sim/cli prints and exits": (
        r"\bstd\s*::\s*(?:cout|cerr|clog|puts|printf|exit|quick_exit|_Exit)\b|\bstd(?:out|err)\b"
        r"|(?<![\w.>:])(?:printf|puts|exit|_exit)\s*\(", {"cli"}),
}
EIGEN_LIBM = re.compile(rf"[\w)\]]\s*\.\s*(?:{LIBM}|logistic|rsqrt)\s*\(")

# One machine's paths are looked for in every text file of these.
TEXTS = ["sim", "models", "tests", "scenarios", "notebooks", ".ci", "README.md", "CMakeLists.txt", "CMakePresets.json"]
MACHINE_PATH = re.compile(r"(?<![\w.~*$})/-])/(?:home|work|root|Users|mnt)/\w")

TOKEN = re.compile(
    r"(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)"
    r'|(?P<raw>\bR"(?P<tag>[^\s()\\]{0,16})\(.*?\)(?P=tag)")'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+')", re.S)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>|(\w+))', re.M)


def blank(text, kinds):
    """The text with tokens of these kinds blanked; line numbers stay."""
    def replace(match):
        return re.sub(r"[^\n]", " ", match.group()) if match.lastgroup in kinds or (
            match.group("raw") and "raw" in kinds) else match.group()
    return TOKEN.sub(replace, text)


def room_of(path):
    """'core' of sim/core/x.h, 'models' of models/a/b.h, None of anything else."""
    parts = Path(path).parts
    if parts[0] == "models":
        return "models"
    return parts[1] if parts[0] == "sim" and len(parts) > 2 else None


def allowed_at(path, room, places):
    stem = str(Path(path).with_suffix(""))
    return any(place in (room, stem) or stem == "sim/" + place or stem.startswith(f"sim/{place}_") for place in places)


def family(path, models):
    """A model of several files: they are called as it is, rules.h, rules_day.cpp and so on."""
    folder, stem = Path(path).parent, Path(path).stem
    heads = [Path(m).stem for m in models if Path(m).parent == folder]
    return folder, min((h for h in heads if stem == h or stem.startswith(h + "_")), key=len, default=stem)


def check_include(path, room, quoted, angled, models):
    """What is wrong with one #include, or None. A model's header is one with a kName; what several models of a kind
    share may stand beside them."""
    target = quoted or angled
    for library, (pattern, places) in LIBRARIES.items():
        if re.match(pattern, target):
            if not allowed_at(path, room, places):
                return f"includes {library}, allowed only in: {', '.join(sorted(places)) or 'no room'}"
            return None
    theirs = room_of(target)
    if theirs is None:
        return f'includes "{target}" not by its path from the root' if quoted else None
    if theirs not in ROOMS:
        return f'includes "{target}" of an unknown room'
    if theirs != room and theirs != "core" and theirs not in ROOMS[room]:
        return f'includes "{target}": {room} may not include {theirs}'
    own = family(target, models) == family(path, models)
    if room == theirs == "models" and Path(path).stem != "catalogue" and not own:
        if models.get(target) or Path(target).parent != Path(path).parent:
            return f'includes "{target}": a model may not include another model, or what is not of its kind'
    return None


def check_source(path, text, models):
    """Faults of one file of sim/ or models/, as (line, what)."""
    room = room_of(path)
    if room not in ROOMS:
        yield 1, "is in no room that the rules know"
        return
    without_comments = blank(text, {"comment", "raw"})
    eigen = False
    for match in INCLUDE.finditer(without_comments):
        line = without_comments.count("\n", 0, match.start(match.lastindex)) + 1
        eigen = eigen or bool(re.match(LIBRARIES["Eigen"][0], match.group(match.lastindex)))
        quoted, angled, macro = match.groups()
        fault = "includes a macro" if macro else check_include(path, room, quoted, angled, models)
        if fault:
            yield line, fault
    code = blank(INCLUDE.sub(lambda m: " " * len(m.group()), without_comments), {"string", "char"})
    for rule, (pattern, places) in WORDS.items():
        if not allowed_at(path, room, places):
            for match in re.finditer(pattern, code):
                yield code.count("\n", 0, match.start()) + 1, f"{rule}: {match.group().strip()}"
    if eigen:
        for match in EIGEN_LIBM.finditer(code):
            line = code.count("\n", 0, match.start()) + 1
            yield line, f"Eigen's functions are libm's for the odd elements: {match.group()}"


def check_tree(root):
    """All faults of a checkout, as sorted lines `file:line: what`, and the number of sources read."""
    faults, sources = [], 0
    models = {str(file.relative_to(root)): bool(re.search(r"\bkName\b", file.read_text(encoding="utf-8")))
              for file in (root / "models").rglob("*.h") if file.name != "catalogue.h"}  # header: names a model
    for top in ("sim", "models"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix in (".h", ".cpp"):
                sources += 1
                path = str(file.relative_to(root))
                text = file.read_text(encoding="utf-8")
                faults += [f"{path}:{line}: {what}" for line, what in check_source(path, text, models)]
    for top in TEXTS:
        for file in sorted((root / top).rglob("*")) if (root / top).is_dir() else [root / top]:
            if not file.is_file() or file.stat().st_size > 1_000_000 or "__pycache__" in file.parts:
                continue
            text = file.read_bytes().decode("utf-8", errors="replace")
            for number, line in enumerate(text.split("\n"), 1):
                if MACHINE_PATH.search(line):
                    faults.append(f"{file.relative_to(root)}:{number}: names a path of one machine")
    return faults, sources


# ---- the check of the check ----

BAD = {  # file: (text, the line and the words that must be reported for it)
    "sim/core/up.h": ('#include "sim/world/ties.h"\n', [(1, "core may not include world")]),
    "sim/world/side.h": ('#pragma once\n\n#include "sim/plugin/value.h"\n', [(3, "world may not include plugin")]),
    "sim/engine/down.cpp": ('#include "sim/output/folder.h"\n#include "models/catalogue.h"\n',
                            [(1, "engine may not include output"), (2, "engine may not include models")]),
    "sim/cellar/new.h": ("\n", [(1, "no room")]),
    "sim/world/near.cpp": ('#include "near.h"\n#include "sim/attic/x.h"\n#include HEADER\n',
                           [(1, "path from the root"), (2, "unknown room"), (3, "a macro")]),
    "models/scoring/a.cpp": ('#include "models/scoring/b.h"\n#include "sim/scenario/scenario.h"\n'
                             '#include "models/value/shared.h"\n#include "models/catalogue.h"\n',
                             [(1, "another model"), (2, "models may not include scenario"), (3, "of its kind"),
                              (4, "of its kind")]),
    "models/scoring/b.h": ("constexpr const char* kName = 1;\n", []),
    "models/scoring/b_day.cpp": ('#include "models/scoring/b.h"\n#include "models/scoring/bc.h"\n', [(2, "another model")]),
    "models/scoring/bc.h": ("constexpr const char* kName = 1;\n", []),
    "sim/world/y.cpp": ("#include <yaml-cpp/yaml.h>\n", [(1, "yaml-cpp")]),
    "sim/core/other.cpp": ('#include <Eigen/Core>\n#include "yaml-cpp/yaml.h"\n', [(1, "Eigen"), (2, "yaml-cpp")]),
    "sim/engine/o.cpp": ("#  include <boost/program_options.hpp>\n#include <sqlite3.h>\n#include <omp.h>\n",
                         [(1, "Program_options"), (2, "SQLite"), (3, "OpenMP")]),
    "models/value/r.h": ("#include <random>\n#include <Random123/philox.h>\n", [(1, "<random>"), (2, "test library")]),
    "models/value/libm.cpp": ("/* two\nlines */ double f(double x) { return std::exp(x); }\nauto g = log1p(2.0);\n"
                              "auto h = ::powf(1, 2);\nauto k = std::transform(a, b, std :: sin<double>);\n",
                              [(2, "libm"), (3, "libm"), (4, "libm"), (5, "libm")]),
    "models/value/e.cpp": ("#include <Eigen/Core>\nauto f(Eigen::ArrayXd x) { return x.exp(); }\n",
                           [(2, "Eigen's functions")]),
    "sim/world/d.cpp": ("std::uniform_int_distribution<int> d;\nint a = rand();\nstd::mt19937 g;\n"
                        "std::shuffle(a, b, g);\n",
                        [(1, "distribution"), (2, "hidden state"), (3, "hidden state"), (4, "shuffle")]),
    "sim/engine/day.cpp": ("auto t = std::chrono::steady_clock::now();\nauto u = std::time(nullptr);\n"
                           "std::cerr << 1'000 << 'x';\nvoid f() { exit(1); }\n",
                           [(1, "a clock"), (2, "a clock"), (3, "prints"), (4, "prints")]),
    "scenarios/here.yaml": ("file: " + "/ho" + "me/anna/graph.csv\n", [(1, "path of one machine")]),
    "README.md": ("Unpack in " + "/wo" + "rk/clout\n", [(1, "path of one machine")]),
}

GOOD = {
    "sim/core/math.cpp": '#include <cmath>\ndouble f(double x) { return std::exp(x); }\n',
    "sim/core/section_parse.cpp": '#include "sim/core/section.h"\n#include <yaml-cpp/yaml.h>\n',
    "sim/engine/progress.cpp": "auto t = std::chrono::steady_clock::now();\n",
    "sim/engine/day.cpp": '#include "sim/analysis/knee.h"\n#include "sim/engine/day.h"\n#include "sim/world/ties.h"\n',
    "sim/cli/main.cpp": ('#include "models/catalogue.h"\n#include <boost/program_options.hpp>\n'
                         "void f() { std::cout << 1; std::exit(0); }\n"),
    "models/scoring/a.h": "constexpr const char* kName = 1;\n",
    "models/scoring/a.cpp": ('#include "models/scoring/a.h"\n#include "models/scoring/shared.h"\n'
                             '#include "sim/plugin/scoring.h"\n#include <Eigen/Core>\n'),
    "models/catalogue.cpp": '#include "models/catalogue.h"\n#include "models/scoring/a.h"\n',
    "sim/world/words.cpp": (
        '// std::exp(x), rand(), #include <random>, "a quote\n/* #include <yaml-cpp/yaml.h>\nstd::cout */\n'
        'auto s = "std::log(x) // \\" exp(1)"; auto r = R"(std::pow(1, 2) " )"; char c = \'"\'; int n = 1\'000\'000;\n'
        "double a = det_exp(1) + beta(rng, 2) + clout::log_likelihood(2) + std::sqrt(2) + std::floor(x) + o.time(3);\n"
        "double b = operand(4);\n"
        "struct CosSin { double cos; double sin; }; double e = p.exp + q->log(1);\n"),
    "scenarios/x.yaml": "# data/home/x and https://example.org/home/x are no machine's paths\n",
}


def self_check():
    """The faults of the check itself."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        bad, good = Path(folder) / "bad", Path(folder) / "good"
        for root, files in ((bad, {name: text for name, (text, _) in BAD.items()}), (good, GOOD)):
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
        found = check_tree(bad)[0]
        expected = [(f"{name}:{line}: ", words) for name, (_, faults) in BAD.items() for line, words in faults]
        for place, words in expected:
            hits = [fault for fault in found if fault.startswith(place) and words in fault]
            wrong += [] if hits else [f"not seen in the bad tree: {place}{words}"]
            found = [fault for fault in found if fault not in hits]
        wrong += [f"not expected in the bad tree: {fault}" for fault in found]
        wrong += [f"reported in the good tree: {fault}" for fault in check_tree(good)[0]]
    return wrong


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    wrong = self_check()
    if wrong:
        print("the check of the rules is broken:", *wrong, sep="\n  ")
        return 1
    faults, sources = check_tree(root)
    print(*faults, sep="\n")
    print(f"{sources} sources read, {len(faults)} faults")
    return 1 if faults or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
