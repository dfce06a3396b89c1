"""An instrument described without code: on a sample, from what the wizard heard, as a file, and bound to a gauge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.device_readers import profile_of
from app.factory import Factory
from app.production.stations import station_rows
from devices.acquisition_plan import MODES, AcquisitionPlan, ChannelPlan
from devices.profiles import GaugeProfile, read_profile
from devices.templates import FLAWS, GenericTemplate
from tests.desktop.pages import DesktopPage
from tests.ui_devices.devices_page import DevicesPage
from ui.devices.acquisition_form import FLAWS as PLAN_FLAWS
from ui.devices.acquisition_form import MODES as SHOWN_MODES
from ui.devices.acquisition_form import AcquisitionForm
from ui.devices.generic_panel import FLAWS as SHOWN_FLAWS
from ui.devices.template_form import TemplateForm
from ui.i18n import Texts

SignIn = Callable[[str], DesktopPage]
TEMPLATES = [
    GenericTemplate(),
    GenericTemplate(
        framing="terminator", terminator=b"\r\n", first_number=True, decimal_comma=True, scale="0.001"
    ),
    GenericTemplate(
        framing="stx_etx", start=b"\x02", end=b"\x03", skip_front=2, skip=frozenset({"READY", "OK"})
    ),
    GenericTemplate(framing="fixed_length", length=14, prefix=b"M", columns=(3, 11), unit_columns=(11, 13)),
    GenericTemplate(
        framing="idle_gap", gap=0.1, delimiter="\t", position=2, unit_position=3, units={"KG": "kg", "G": "g"}
    ),
    GenericTemplate(
        pattern="(?P<value>[0-9.]+) *(?P<unit>mm|in)", unit="mm", unit_fixed=True, request=b"?\r"
    ),
    GenericTemplate(
        columns=(1, 9),
        sign="separate",
        sign_columns=(0, 1),
        minus=frozenset({"N"}),
        plus=frozenset({"P", ""}),
        stable=frozenset({"ST"}),
        unstable=frozenset({"US"}),
        errors=frozenset({"OL", "Err"}),
    ),
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_setting_of_a_description_can_be_shown_and_read(
    template: GenericTemplate, look: object
) -> None:
    assert look
    form = TemplateForm(Texts("en"))
    for part in form.parts:
        part()
    form.put(template)
    assert form.template() == template


@pytest.mark.parametrize(
    "plan",
    [
        AcquisitionPlan(),
        AcquisitionPlan("request", b"?\r", 0.5, foot_switch="cts"),
        AcquisitionPlan("request", answer=10, foot_switch="dsr", foot_opens=True),
        AcquisitionPlan("stable", stable_seconds=1.5, tolerance="0.002"),
        AcquisitionPlan("stable", tolerance="0.002", release="0.5"),
        AcquisitionPlan(
            "request", channels=(ChannelPlan("1", b"M0,1\r"), ChannelPlan("2", b"=\x80"), ChannelPlan("3"))
        ),
        AcquisitionPlan(answer=7, channels=(ChannelPlan("1"), ChannelPlan("2"))),
        AcquisitionPlan("tir", period=0.1, window_seconds=10),
        AcquisitionPlan(channels=(ChannelPlan("1"), ChannelPlan("2", b"2"))),
    ],
)
def test_every_way_of_measuring_can_be_shown_and_read(plan: AcquisitionPlan, look: object) -> None:
    assert look
    form = AcquisitionForm(Texts("en"))
    form.put(plan)
    assert form.plan() == plan


def test_a_wrong_way_of_measuring_is_said_beside_its_field(look: object) -> None:
    assert look
    form = AcquisitionForm(Texts("en"))
    form.put(AcquisitionPlan("stable"))
    form.form.set_values({"stable_seconds": "0"})
    assert form.plan() is None
    assert "0.1 to 3600" in form.form.rows["stable_seconds"].below.text()
    form.put(AcquisitionPlan("request"))
    form.form.set_values({"request": "<WHAT>"})
    assert form.plan() is None
    assert "cannot be read" in form.form.rows["request"].below.text()
    form.put(AcquisitionPlan("request"))
    form.form.set_values({"channels": "1=<WHAT>"})
    assert form.plan() is None
    assert "Each channel stands once" in form.form.rows["channels"].below.text()


def test_a_switch_that_opens_is_offered_with_its_line_only(look: object) -> None:
    assert look
    form = AcquisitionForm(Texts("en"))
    form.put(AcquisitionPlan("request"))
    assert form.opens.isHidden()
    form.put(AcquisitionPlan("request", foot_switch="cts"))
    assert not form.opens.isHidden()
    form.put(AcquisitionPlan("stable"))
    assert form.opens.isHidden()


def test_every_flaw_and_mode_has_words() -> None:
    assert set(SHOWN_FLAWS) == set(FLAWS)
    assert set(SHOWN_MODES) == set(MODES)


def test_a_description_is_tried_on_a_sample_saved_and_opened(
    sign_in: SignIn, ground: Factory, tmp_path: Path
) -> None:
    assert ground.ask(station_rows)
    devices = DevicesPage(sign_in("engineer"))
    devices.tab("generic")
    panel = devices.screen.generic
    panel.sample.setPlainText("N0012.50 G<CR><LF>READY<CR><LF>OL<CR><LF>P00")
    panel.template.put(TEMPLATES[-1])
    devices.page.settle()
    panel.template.put(
        GenericTemplate(
            columns=(1, 8),
            sign="separate",
            sign_columns=(0, 1),
            minus=frozenset({"N"}),
            plus=frozenset({"P", ""}),
            unit="g",
            errors=frozenset({"OL"}),
            skip=frozenset({"READY"}),
        )
    )
    devices.page.settle()
    assert devices.cells("profile.result", 0) == ["Reading", "Notice", "Trouble"]
    assert devices.cells("profile.result", 1)[0] == "-12.50 g"
    assert "P00" in devices.said("profile.left")
    assert devices.said("profile.hex").startswith("4E 30 30")
    assert devices.unnamed() == []
    file = tmp_path / "저울.profile.toml"
    panel.ask_save = lambda _parent, _title, _name: str(file)
    panel.ask_open = lambda _parent, _title: str(file)
    panel.form.set_values({"name": "한국 저울 A-1"})
    plan = AcquisitionPlan("request", b"Q\r\n", 2.0, foot_switch="cts")
    panel.acquisition.put(plan)
    devices.press("profile.save")
    kept = read_profile(file.read_bytes())
    assert (kept.name, kept.template) == ("한국 저울 A-1", panel.template.template())
    assert kept.acquisition == plan
    panel.template.put(GenericTemplate())
    panel.acquisition.put(AcquisitionPlan())
    devices.press("profile.open")
    assert panel.template.template() == kept.template
    assert panel.acquisition.plan() == plan
    panel.template.forms[1].set_values({"scale": "0"})
    devices.page.settle()
    assert devices.cells("profile.result", 0) == []
    assert "other than 0" in panel.template.forms[1].rows["scale"].below.text()
    file.write_text("[broken", encoding="utf-8")
    devices.press("profile.open")
    assert "no profile" in devices.said("profile.said")
    devices.leave()


def test_an_unknown_gauge_is_described_from_what_was_heard_and_read(sign_in: SignIn, ground: Factory) -> None:
    devices = DevicesPage(sign_in("engineer"))
    bench = devices.screen.ports.bench
    port = bench.add("generic")
    wizard = devices.screen.connect_panel
    devices.screen.connect_device(port)
    devices.page.settle()
    devices.press("wizard.next")
    devices.press("wizard.next")
    wizard.try_card.put("generic", None)
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    bench.send(port, "4.250")
    devices.wait(lambda: "Reading" in devices.cells("live.events", 0))
    devices.press("wizard.describe")
    panel = devices.screen.generic
    assert panel.sample.toPlainText().startswith("+4.250<CR><LF>")
    panel.template.put(GenericTemplate(unit="mm", scale="0.1"))
    devices.page.settle()
    assert devices.cells("profile.result", 1) == ["0.4250 mm"]
    devices.press("profile.use")
    devices.press("wizard.open")
    devices.wait(lambda: "Port open" in devices.cells("live.events", 0))
    bench.send(port, "5.000")
    devices.wait(lambda: "0.5000 mm" in devices.cells("live.events", 1))
    devices.press("wizard.next")
    wizard.assign.take_label(b"PP:G:G-015", from_keyboard=False)
    wizard.assign.acquisition.put(AcquisitionPlan("stable", stable_seconds=0.5, tolerance="0.01"))
    devices.press("wizard.next")
    (device,) = ground.ask(station_rows)[0].devices
    profile = profile_of(device)
    assert profile.template == GenericTemplate(unit="mm", scale="0.1")
    assert profile.acquisition == AcquisitionPlan("stable", stable_seconds=0.5, tolerance="0.01")
    assert (device.driver, device.gauge_number) == ("generic", "G-015")
    assert set(PLAN_FLAWS) >= {"mode", "stable", "channels"}
    # Set up again, its description comes back to be changed, with the way of measuring.
    panel.put(GaugeProfile("another", "generic", None, GenericTemplate(first_number=True)))
    devices.screen._set_up(device)
    devices.press("wizard.describe")
    assert panel.template.template() == profile.template
    assert panel.acquisition.plan() == profile.acquisition
    assert panel.form.values()["name"] == "G-015"
    devices.leave()
