"""The clauses in OpenFisca, run by a Python that has OpenFisca-Core (see requirements.txt).

Reads a JSON list of {"rule", "facts"} from stdin. Prints {"values", "single", "batch"}: amounts in
元, seconds for one simulation per task, and seconds for one vectorised simulation over all tasks.
"""

# ruff: noqa: ANN401 -- OpenFisca's own types are not known to the checker

import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEAR = "2026"
ENTERPRISE = build_entity(key="enterprise", plural="enterprises", label="企业", is_person=True)


def share(name: str, rate: float, cap: float, *, floor: float = 0.0, flag: str = "") -> Any:
    """A variable: rate × the base, capped, from a threshold on, where a flag holds."""

    def formula(person: Any, period: Any) -> Any:
        base = person(f"{name}_base", period)
        amount = np.minimum(base * rate, cap)
        eligible = base >= floor
        if flag:
            eligible = eligible & person(flag, period)
        return np.where(eligible, amount, 0)

    return variable(name, formula=formula)


def variable(name: str, value_type: type = float, formula: Any = None) -> Any:
    """A yearly variable of an enterprise."""
    body: dict[str, Any] = {
        "value_type": value_type,
        "entity": ENTERPRISE,
        "definition_period": DateUnit.YEAR,
    }
    if formula:
        body["formula"] = formula
    return type(name, (Variable,), body)


def park(person: Any, period: Any) -> Any:
    return np.minimum(person("park_headquarters_base", period) * 2_000_000, 6_000_000)


def platform(person: Any, period: Any) -> Any:
    year, spent = person("platform_year", period), person("public_platform_base", period)
    rate = np.select([year == 1, year == 2, year == 3], [0.5, 0.3, 0.2], 0.0)
    return np.minimum(spent * rate, 2_000_000)


NONE = float("inf")
VARIABLES = [
    share("technical_renovation", 0.2, 5_000_000, floor=1_000_000),
    share("digital_transformation", 0.4, 300_000, floor=300_000, flag="listed"),
    share("booth_fee", 0.5, NONE),
    share("major_event", 0.5, 10_000_000),
    share("major_event_2026", 0.3, 5_000_000),
    share("smart_glasses", 0.15, 300_000, flag="industrial"),
    variable("park_headquarters", formula=park),
    variable("public_platform", formula=platform),
    *(variable(n, bool) for n in ("listed", "industrial")),
    variable("platform_year", int),
]
BASES = {
    "park_headquarters": "引进企业数",
    "technical_renovation": "投资额",
    "digital_transformation": "数字化投入",
    "public_platform": "平台投入",
    "booth_fee": "展位费",
    "major_event": "活动投入",
    "major_event_2026": "活动投入",
    "smart_glasses": "采购额",
}
FLAGS = {"listed": "四上", "industrial": "产业端应用", "platform_year": "年次"}


def system() -> Any:
    """The tax-benefit system with every variable."""
    built = TaxBenefitSystem([ENTERPRISE])
    for one in (*VARIABLES, *(variable(f"{name}_base") for name in BASES)):
        built.add_variable(one)
    return built


def simulate(built: Any, name: str, facts: Sequence[Mapping[str, float]]) -> Any:
    """Amounts of one variable for several enterprises at once."""
    simulation = SimulationBuilder().build_default_simulation(built, count=len(facts))
    column = [f[BASES[name]] for f in facts]
    simulation.set_input(f"{name}_base", YEAR, np.array(column, dtype=np.float64))
    for flag, key in FLAGS.items():
        if key in facts[0]:
            simulation.set_input(flag, YEAR, np.array([f[key] for f in facts]))
    return simulation.calculate(name, YEAR)


def main() -> None:
    """Run the tasks of stdin."""
    tasks = json.load(sys.stdin)
    built = system()
    names = [task["rule"].replace("-", "_") for task in tasks]
    began = time.perf_counter()
    values = [float(simulate(built, n, [t["facts"]])[0]) for n, t in zip(names, tasks, strict=True)]
    single = time.perf_counter() - began
    began = time.perf_counter()
    for name in BASES:
        facts = [t["facts"] for n, t in zip(names, tasks, strict=True) if n == name]
        if facts:
            simulate(built, name, facts)
    batch = time.perf_counter() - began
    json.dump({"values": values, "single": single, "batch": batch}, sys.stdout)


if __name__ == "__main__":
    main()
