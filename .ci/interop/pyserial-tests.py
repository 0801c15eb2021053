"""Runs pyserial's own tests that take a URL, and those of its URLs, against a port
that sends back what it gets, and has DTR on DSR and RTS on CTS.
Usage: pyserial-tests.py FOLDER URL, with the folder `test` of its sources"""

import importlib.util
import os
import sys
import unittest

import serial

# Those that are not here open no URL: a pty, asyncio, RS-485, a port of this machine.
FILES = (
    "test test_advanced test_context test_high_load test_iolib test_readline"
    " test_rfc2217 test_settings_dict test_threaded test_timeout_class test_url"
).split()
# What no port can pass, for pyserial's client of RFC 2217 does not do it.
READS_ONE = "with a timeout of 0 its read takes one octet, however many are there"
SKIPPED = {
    "test.Test4_Nonblocking.test2_Loopback": READS_ONE,
    "test.Test4_Nonblocking.test2_LoopbackTimeout": READS_ONE,
    "test.Test_MoreTimeouts.test_WriteTimeout": "it has no write_timeout",
}

folder, url = sys.argv[1:]
os.chdir(folder)
sys.path.insert(0, folder)


def all_of(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from all_of(item)
        else:
            yield item


run = unittest.TestSuite()
skipped = []
for name in FILES:
    # Python has a module `test`, too.
    spec = importlib.util.spec_from_file_location(f"pyserial_{name}", f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if hasattr(module, "PORT"):
        module.PORT = url
    for test in all_of(unittest.defaultTestLoader.loadTestsFromModule(module)):
        name = test.id().removeprefix("pyserial_")
        if name in SKIPPED:
            skipped.append(name)
            print(f"left out: {name}: {SKIPPED[name]}")
        else:
            run.addTest(test)
assert sorted(skipped) == sorted(SKIPPED), "a test that was left out is gone"
result = unittest.TextTestRunner(verbosity=2).run(run)
assert result.wasSuccessful() and not result.skipped, result
print(f"pyserial {serial.VERSION}: {result.testsRun} of its tests passed")
