"""The story that the whole is for, on both transports and both databases."""

from tests.flows.rig import CARMS, Place, say


async def test_a_sergeants_night_from_the_list_to_the_history(place: Place) -> None:
    await incidents_arrive(place)
    await allocate_by_click_and_by_command(place)
    await record_and_negate(place)
    await confirm_as_somebody_else(place)
    await add_what_the_log_held(place)
    await read_the_history(place)


async def incidents_arrive(place: Place) -> None:
    for number, ago in (("101", 2), ("102", 23), ("103", 5), ("104", 1)):
        await place.receive(number, ago=ago)
    shown = await place.list()
    places = [shown.text.index(f"{n}/20-11") for n in ("102", "103", "101", "104")]
    assert places == sorted(places), "those nearing their deadline stand first"


async def allocate_by_click_and_by_command(place: Place) -> None:
    form = await (await place.list()).click("Allocate", near="102/20-11", expect="form")
    result = await (await form.fill({"Officer": "Rees"})).submit()
    assert result.form is not None
    assert "PC 842 Rees" in result.form.text
    answer = await say(place.sergeant, "/allocate 101 @price")
    assert "Allocated 101/20-11 to PC 917 Price" in answer
    shown = await place.list()
    assert "PC 842 Rees" in shown
    assert "PC 917 Price" in shown


async def record_and_negate(place: Place) -> None:
    answer = await say(place.sergeant, "/record 101/20-11 47/101/26")
    assert "Recorded" in answer
    assert place.state("101") == "recorded"
    answer = await say(place.sergeant, "/negate 103 NNO 22:00 told owed")
    assert "clock" in answer.text
    refused = await say(place.sergeant, "/confirm 103")
    assert "Hughes" in refused
    assert (place.state("103"), "negated") == ("negated", "negated")


async def confirm_as_somebody_else(place: Place) -> None:
    answer = await say(place.inspector, "/confirm 103")
    assert "onfirmed" in answer
    assert place.state("103") == "confirmed"
    assert "103/20-11" not in await place.list()


async def add_what_the_log_held(place: Place) -> None:
    answer = await say(place.sergeant, "/add-offence 102 told 22:05 harassment")
    assert "102/20-11.2" in answer
    assert [str(o.state) for o in place.station("102").offences()] == ["open", "open"]


async def read_the_history(place: Place) -> None:
    answer = await say(place.sergeant, "/why 103")
    for words in ("PS 1101 Morgan", "Insp 2201 Hughes", "22:10"):
        assert words in answer.text, answer.text
    assert CARMS
