"""Long work of a screen, one line: what is being done, how far it is, and a way to stop it. Knows no work itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget
from shiboken6 import isValid

from app.jobs import CanceledError, Progress, Step
from ui.i18n import Shown, Texts, Words, say
from ui.tasks import Tasks
from ui.widgets.buttons import Button
from ui.widgets.label import Label


class WorkStrip(QFrame):
    """Shows one piece of long work at a time.

    Args:
        texts: The window's language.
        tasks: Where it runs: on a read thread; at most its last step writes.
        failed: Told what went wrong, a cancelled one not included.

    Signals:
        finished: What the work returned.
        canceled: The person stopped it; nothing of it is kept.
    """

    finished = Signal(object)
    canceled = Signal()
    _stepped = Signal(object)

    def __init__(
        self,
        texts: Texts,
        tasks: Tasks,
        failed: Callable[[BaseException], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._failed = tasks, failed
        self._progress: Progress | None = None
        self.setProperty("role", "card")
        self.setObjectName("work.strip")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 6, 8, 6)
        line.setSpacing(12)
        self.what = Label(texts)
        self.what.setObjectName("work.what")
        self.bar = QProgressBar()
        texts.bind(self.bar.setAccessibleName, say("How far it is"))
        self.stop = Button(texts, say("Cancel"), self.cancel, name="work.cancel")
        line.addWidget(self.what)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        self._stepped.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._progress is not None

    def run(self, what: Shown, work: Callable[[Progress], object]) -> None:
        """Begin; ``work`` gets what it tells its steps to."""
        if self.busy:
            return
        self._progress = Progress(self._tell)
        progress = self._progress
        self.what.put(what)
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.show()
        self._tasks.read(lambda: work(progress), self._done, failed=self._broke, owner=self)

    def cancel(self) -> None:
        """Stop at the next step."""
        if self._progress is not None:
            self._progress.cancel()
            self.stop.setEnabled(False)

    def _tell(self, step: Step) -> None:
        # Runs on the working thread.
        if isValid(self):
            self._stepped.emit(step)

    @Slot(object)
    def _show(self, step: Step) -> None:
        if self._progress is not None:
            self.what.put(Words(step.what))
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)

    def _done(self, result: object) -> None:
        self._leave()
        self.finished.emit(result)

    def _broke(self, error: BaseException) -> None:
        self._leave()
        if isinstance(error, CanceledError):
            self.canceled.emit()
        else:
            self._failed(error)

    def _leave(self) -> None:
        self._progress = None
        self.hide()
