from sametrials.common.errors import ConfigError as ConfigError
from sametrials.common.errors import SearchError as SearchError
from sametrials.library.ask_and_tell import Study as Study
from sametrials.library.ask_and_tell import Trial as Trial
from sametrials.library.dimensions import Categorical as Categorical
from sametrials.library.dimensions import Integer as Integer
from sametrials.library.dimensions import Ordinal as Ordinal
from sametrials.library.dimensions import Real as Real
from sametrials.library.hold_instructions import hold_instructions as hold_instructions
from sametrials.library.load_records import load_records as load_records
from sametrials.library.minimize import minimize as minimize
from sametrials.library.result import Result as Result
from sametrials.search.of_a_function import run_study as run_study
from sametrials.trials.record import TrialRecord as TrialRecord

__all__ = [
    "Categorical",
    "ConfigError",
    "Integer",
    "Ordinal",
    "Real",
    "Result",
    "SearchError",
    "Study",
    "Trial",
    "TrialRecord",
    "hold_instructions",
    "load_records",
    "minimize",
    "run_study",
]
