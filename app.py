"""Serves the policy bot: ``python3 app.py`` needs nothing but Python 3.11 and makes the rest."""

import argparse
import sys

import bootstrap
from bot.serve.options import add_arguments
from environment import launch


def main() -> int:
    """Read the options, see to the environment, serve until interrupted."""
    parser = argparse.ArgumentParser(prog="app.py", description="政策问答：启动网页与接口服务。")
    add_arguments(parser)
    parser.parse_args()  # what is mistyped is said before anything is installed
    bootstrap.ensure(bootstrap.RUNTIME_LOCK)
    from bot.__main__ import main as run

    return run(["serve", *sys.argv[1:]])


if __name__ == "__main__":
    launch.run(main)
