"""The trials of a search, one after another, and the models of those that are chosen so far."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from core.distill.learners import TrainedLearner
from core.distill.reports import EpochReport, asked_in_vain
from core.errors import TrainingError
from core.lab.events import StageStarted
from core.lab.lesson import Answers, Parts, lesson_of, parts_of, shown_of, teachers_answers
from core.lab.search.asking import Asking
from core.lab.search.choice import choose
from core.lab.search.outcome import Setting, TrialTold
from core.lab.search.told import setting_words
from core.lab.search.trial import Lesson, Trained, train_trial
from core.lab.teachers import Shelf
from core.lab.watched import Watched
from core.spec import RunSpec
from core.spec.search import SearchSpec
from core.tasks.dataset import Dataset

SHARE_TAUGHT, SHARE_TRAINED = 0.1, 0.9

Said = Generator[StageStarted | TrialTold, None, None]


@dataclass(frozen=True)
class Taught:
    """What the students of all trials are taught from."""

    parts: Parts
    said: Answers
    shown: Answers | None

    @classmethod
    def by(cls, run: RunSpec, dataset: Dataset, teacher: TrainedLearner, shelf: Shelf) -> Taught:
        """Return what a teacher says, in the way that the run has chosen."""
        parts = parts_of(run, dataset)
        said = teachers_answers(run, dataset, teacher, parts, shelf)
        return cls(parts, said, shown_of(run, teacher.model, parts))


@dataclass
class Trials:
    """The trials so far, and the models of those that are chosen so far."""

    spec: SearchSpec
    taught: Taught
    watched: Watched
    trials: list[TrialTold] = field(default_factory=list)
    models: dict[int, Trained] = field(default_factory=dict)
    lessons: dict[int, Lesson] = field(default_factory=dict)
    n_earlier: int = 0

    def go_through(self, earlier: tuple[TrialTold, ...]) -> Said:
        """Do the trials that an earlier attempt has not done, until told to stop."""
        self.trials.extend(earlier)
        self.n_earlier = len(earlier)
        yield from earlier
        asking = Asking(self.spec, earlier)
        for number in range(len(earlier), self.spec.trials):
            if self.watched.has_stopped and self._has_found():
                return
            trial, trained = yield from self._try(number, asking)
            # What a stop cut short had less training than the others, and is no match for them.
            if self.watched.has_stopped and self._has_found():
                return
            asking.tell(trial)
            self.trials.append(trial)
            self._keep(number, trained)
            yield trial

    def chosen(self) -> tuple[int, int]:
        """Return the trials of the distilled student and of the student alone to be judged."""
        best, own = (choose(self.spec, self.trials, is_alone) for is_alone in (False, True))
        if best is None or own is None:
            raise TrainingError(
                "At least one trial must come to its end with an AUC",
                f"none of {len(self.trials)} did",
                "Lower the largest learning rate, or look at the rows.",
            )
        return best, own

    def models_of(self, number: int) -> Trained:
        """Return the models of a trial; of an earlier attempt they are trained again."""
        if number in self.models:
            return self.models[number]
        setting = self.trials[number].setting
        ask = asked_in_vain(self.watched)
        training = train_trial(
            number, setting, self.run_of(setting), self._lesson(setting), _never_hopeless, ask
        )
        while True:
            try:
                next(training)
            except StopIteration as ended:
                trained: Trained = ended.value[1]
                return trained

    def run_of(self, setting: Setting) -> RunSpec:
        """Return the run that trains with a setting."""
        student = self.spec.students[setting.student]
        values = (setting.alpha, setting.temperature, setting.learning_rate)
        return self.spec.of_trial(student, *values)

    def _try(
        self, number: int, asking: Asking
    ) -> Generator[StageStarted, None, tuple[TrialTold, Trained]]:
        setting = asking.ask()
        n_trials = self.spec.trials
        what = f"Trial {number + 1} of {n_trials}: {setting_words(self.spec, setting)}"
        step = (SHARE_TRAINED - SHARE_TAUGHT) / n_trials
        before = SHARE_TAUGHT + number * step
        yield self._stage(what, before, before + step)
        training = train_trial(
            number,
            setting,
            self.run_of(setting),
            self._lesson(setting),
            asking.is_hopeless,
            self.watched,
        )
        while True:
            try:
                report = next(training)
            except StopIteration as ended:
                found: tuple[TrialTold, Trained] = ended.value
                return found
            share = before + step * report.epoch / report.epochs
            yield self._stage(what, share, before + step, report)

    def _stage(
        self, sentence: str, share: float, share_after: float, report: EpochReport | None = None
    ) -> StageStarted:
        """Say how far this attempt is, counted in epochs of all its trials."""
        done = self.trials[self.n_earlier :]
        epochs = self.spec.run.train.epochs
        return StageStarted(
            "students",
            share,
            sentence,
            share_after,
            is_epoch=report is not None,
            epoch=len(done) * epochs + (report.epoch if report else 0),
            epochs=(self.spec.trials - self.n_earlier) * epochs,
            seconds=sum(trial.seconds for trial in done) + (report.seconds if report else 0.0),
        )

    def _lesson(self, setting: Setting) -> Lesson:
        if setting.student not in self.lessons:
            student, taught = self.spec.students[setting.student], self.taught
            self.lessons[setting.student] = lesson_of(
                student, taught.parts, taught.said, taught.shown
            )
        return self.lessons[setting.student]

    def _has_found(self) -> bool:
        return choose(self.spec, self.trials) is not None

    def _keep(self, number: int, trained: Trained) -> None:
        """Keep the models of the trials that are chosen so far, and of no other."""
        self.models[number] = trained
        wanted = {choose(self.spec, self.trials, is_alone) for is_alone in (False, True)}
        self.models = {n: models for n, models in self.models.items() if n in wanted}


def _never_hopeless(*_: object) -> bool:
    return False
