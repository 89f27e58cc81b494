#!/usr/bin/python3
"""numpy and pandas load what NpzWriter writes; prints how long a million agents with 30 columns take."""
import os
import subprocess
import sys
import tempfile
import time
import zipfile

try:
    import numpy as np
    import pandas as pd
except ImportError:
    print("left out: sim/output/npz: needs python3-numpy and python3-pandas")
    sys.exit(77)

tests = os.environ.get("CLOUT_TESTS_BIN")
if not tests and "CLOUT_BIN" in os.environ:
    tests = os.path.join(os.path.dirname(os.environ["CLOUT_BIN"]), "tests", "clout_tests")
if not tests or not os.path.exists(tests):
    print("left out: sim/output/npz: the C++ tests are not built")
    sys.exit(77)

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([tests, "--no-intro", "--source-file=*output/npz_test.cpp", "--test-case=a sample for numpy"],
                   check=True, stdout=subprocess.DEVNULL, env={**os.environ, "CLOUT_TEST_OUT": folder})
    sample = os.path.join(folder, "sample.npz")
    assert zipfile.ZipFile(sample).testzip() is None
    assert {i.date_time for i in zipfile.ZipFile(sample).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    a = np.load(sample, allow_pickle=False)
    wanted = {"u1": ("u1", [0, 255]), "u2": ("<u2", [0, 65535]), "u4": ("<u4", [0, 2**32 - 1]),
              "u8": ("<u8", [0, 2**64 - 1]), "i4": ("<i4", [-1, 7]), "i8": ("<i8", [-1, 7]),
              "f4": ("<f4", [np.float32(0.1), -2]), "f8": ("<f8", [0.1, np.finfo("f8").max]),
              "flag": ("bool", [False, True]), "empty": ("<f8", [])}
    assert list(a.files) == list(wanted), a.files
    for name, (dtype, values) in wanted.items():
        assert a[name].dtype == np.dtype(dtype), name
        assert a[name].tolist() == list(values) or name == "f4" and (a[name] == np.array(values, "f4")).all(), name

    # How long it takes is printed and not asserted, as the machine may be busy; what makes it quick is: nothing is packed.
    million = os.path.join(folder, "million.npz")
    assert {i.compress_type for i in zipfile.ZipFile(million).infolist()} == {zipfile.ZIP_STORED}
    start = time.perf_counter()
    frame = pd.DataFrame(dict(np.load(million)))
    seconds = time.perf_counter() - start
    assert frame.shape == (1_000_000, 30)
    assert frame["column7"].iloc[-1] == 7
    print(f"a million agents x 30 columns into pandas: {seconds:.2f} s")
