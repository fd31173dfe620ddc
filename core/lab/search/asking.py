"""What to try next, and when to give a trial up: asked of Optuna, told trial by trial.

Proposals depend on the trials told and on the number of the next one only, so that a search
that is continued goes on as it would have.
"""

from __future__ import annotations

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, Trial, TrialState, create_trial

from core.lab.search.outcome import Setting, TrialTold
from core.spec.search import SearchSpec, Span

MOST_AT_RANDOM = 10
TRIALS_BEFORE_PRUNING = 4
STATES = {
    "complete": TrialState.COMPLETE,
    "pruned": TrialState.PRUNED,
    "failed": TrialState.FAIL,
}


class Asking:
    """Proposes settings and says which trials are hopeless.

    Parameters
    ----------
    spec : SearchSpec
    told : tuple of TrialTold
        Trials of an earlier attempt at the same search, in their order.

    Notes
    -----
    The tree-structured Parzen estimator (Bergstra et al., 2011), for two objectives that of
    Ozaki et al. (2020); the median rule of Golovin et al. (2017). The median is that of AUC
    on validation rows: the loss there is mixed with the trial's own alpha and temperature,
    and cannot be compared from trial to trial.
    """

    def __init__(self, spec: SearchSpec, told: tuple[TrialTold, ...] = ()) -> None:
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.spec, self.space = spec, space_of(spec)
        self.has_cost = spec.aim == "quality and cost"
        directions = [StudyDirection.MAXIMIZE, StudyDirection.MINIMIZE]
        self.study = optuna.create_study(directions=directions[: 1 + self.has_cost])
        self.judges = (_Judge(spec.run.train.epochs), _Judge(spec.run.train.epochs))
        self.asked: Trial | None = None
        for trial in told:
            self._put(trial)

    def ask(self) -> Setting:
        """Return what to try next; at first what the run itself has chosen."""
        number = len(self.study.trials)
        if number == 0:
            self.study.enqueue_trial(_own_choices(self.spec))
        n_random = max(2, min(MOST_AT_RANDOM, self.spec.trials // 3))
        seed = self.spec.run.train.seed + number
        self.study.sampler = optuna.samplers.TPESampler(n_startup_trials=n_random, seed=seed)
        self.asked = self.study.ask(self.space)
        for judge in self.judges:
            judge.begin()
        return Setting(**self.asked.params)

    def is_hopeless(self, epoch: int, auc: float, alone_auc: float) -> bool:
        """Say after an epoch whether neither student of the trial does as well as the median."""
        found = [
            judge.is_below(epoch, value)
            for judge, value in zip(self.judges, (auc, alone_auc), strict=True)
        ]
        return all(found)

    def tell(self, trial: TrialTold) -> None:
        """Take what came of the setting that was asked for last."""
        assert self.asked is not None
        self.study.tell(self.asked, self._values(trial), STATES[trial.state])
        for judge, value in zip(self.judges, (trial.auc, trial.alone_auc), strict=True):
            judge.end(trial, value)

    def _values(self, trial: TrialTold) -> list[float] | None:
        if trial.state != "complete" or trial.auc is None:
            return None
        return [trial.auc, float(trial.parameters)] if self.has_cost else [trial.auc]

    def _put(self, trial: TrialTold) -> None:
        setting = trial.setting
        params = {name: getattr(setting, name) for name in self.space}
        values, state = self._values(trial), STATES[trial.state]
        self.study.add_trial(
            create_trial(state=state, params=params, distributions=self.space, values=values)
        )
        curves = (trial.curve, trial.alone_curve)
        for judge, auc, curve in zip(
            self.judges, (trial.auc, trial.alone_auc), curves, strict=True
        ):
            judge.put(_judged(trial, auc, curve))


class _Judge:
    """The median rule for one of the two students of each trial."""

    def __init__(self, epochs: int) -> None:
        pruner = optuna.pruners.MedianPruner(TRIALS_BEFORE_PRUNING, max(1, epochs // 3))
        self.study = optuna.create_study(direction="maximize", pruner=pruner)

    def begin(self) -> None:
        self.trial = self.study.ask()

    def is_below(self, epoch: int, value: float) -> bool:
        self.trial.report(value, epoch)
        return self.trial.should_prune()

    def end(self, trial: TrialTold, value: float | None) -> None:
        is_complete = trial.state == "complete"
        self.study.tell(self.trial, value if is_complete else None, STATES[trial.state])

    def put(self, trial: FrozenTrial) -> None:
        self.study.add_trial(trial)


def space_of(spec: SearchSpec) -> dict[str, BaseDistribution]:
    """Return the bounds within which settings are proposed."""
    return {
        "student": CategoricalDistribution(tuple(range(len(spec.students)))),
        "alpha": FloatDistribution(*spec.alpha),
        "temperature": FloatDistribution(*spec.temperature, log=True),
        "learning_rate": FloatDistribution(*spec.learning_rate, log=True),
    }


def _own_choices(spec: SearchSpec) -> dict[str, float]:
    run = spec.run
    is_listed = run.student in spec.students
    return {
        "student": spec.students.index(run.student) if is_listed else 0,
        "alpha": _within(run.distill.alpha, spec.alpha),
        "temperature": _within(run.distill.temperature, spec.temperature),
        "learning_rate": _within(run.train.learning_rate, spec.learning_rate),
    }


def _within(value: float, span: Span) -> float:
    return min(max(value, span[0]), span[1])


def _judged(trial: TrialTold, auc: float | None, curve: tuple[float, ...]) -> FrozenTrial:
    return create_trial(
        state=STATES[trial.state],
        value=auc if trial.state == "complete" else None,
        intermediate_values=dict(zip(trial.epochs, curve, strict=True)),
    )
