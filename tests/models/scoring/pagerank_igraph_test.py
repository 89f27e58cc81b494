#!/usr/bin/env python3
"""Does igraph find the same PageRank? The C++ test writes a random graph and its scores; igraph scores the graph."""
import os
import subprocess
import sys
import tempfile

try:
    import igraph
except ImportError:
    print("left out: models/scoring/pagerank_igraph: python3-igraph is not installed")
    sys.exit(77)

tests = os.environ.get("CLOUT_TESTS")
if not tests and "CLOUT_BIN" in os.environ:
    tests = os.path.join(os.path.dirname(os.environ["CLOUT_BIN"]), "tests", "clout_tests")
if not tests or not os.path.exists(tests):
    print("left out: models/scoring/pagerank_igraph: no clout_tests beside CLOUT_BIN, and CLOUT_TESTS is not set")
    sys.exit(77)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "pagerank.txt")
    subprocess.run([tests, "--no-intro", "--test-case=pagerank of a graph for igraph"], check=True,
                   env={**os.environ, "CLOUT_PAGERANK_FILE": path})
    with open(path, encoding="ascii") as file:
        agents, links = map(int, file.readline().split())
        edges = [tuple(map(int, file.readline().split())) for _ in range(links)]
        ours = [float(line) for line in file]
assert len(ours) == agents, f"{len(ours)} scores for {agents} agents"

graph = igraph.Graph(n=agents, edges=edges, directed=True)
theirs = graph.pagerank(damping=0.85, directed=True, implementation="prpack")
l1 = sum(abs(a - b) for a, b in zip(ours, theirs))
relative = max(abs(a - b) / b for a, b in zip(ours, theirs))
print(f"{agents} agents, {links} links: L1 {l1:.2g}, largest relative difference {relative:.2g}")
assert l1 < 1e-9, l1
assert relative < 1e-8, relative
