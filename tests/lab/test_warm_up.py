import subprocess
import sys


def test_after_warming_up_the_slow_modules_are_there():
    code = (
        "from core.lab.warm_up import warm_up; warm_up(); import sys;"
        "print(all(m in sys.modules for m in ('torch', 'sklearn', 'onnxruntime')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
