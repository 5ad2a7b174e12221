"""Lists, dialogs, menus and scenes work by keyboard and give the focus back."""

from playwright.sync_api import expect


def press(reader, *keys):
    for key in keys:
        reader.page.keyboard.press(key)


def enter(reader, role, name):
    """Put the focus where the Tab key would bring it; another test walks there."""
    control = reader.page.get_by_role(role, name=name, exact=True).first
    control.focus()
    return control


def test_a_region_is_chosen_shared_and_taken_along_as_a_file(reader):
    region = enter(reader, "combobox", "Departamento")
    reader.page.keyboard.type("Izab")
    expect(reader.page.get_by_role("option")).to_have_count(1)
    press(reader, "ArrowDown", "Enter")
    reader.wait_for_address(dep="18")
    press(reader, "Escape")
    expect(region).to_be_focused()

    share = enter(reader, "button", "Share")
    press(reader, "Enter")
    dialog = reader.page.get_by_role("dialog")
    copy = dialog.locator("iframe").last.content_frame.get_by_role("button", name="Copy the link")
    copy.focus()
    press(reader, "Enter", "Escape")
    expect(dialog).to_be_hidden()
    expect(share).to_be_focused()
    reader.settled()

    file = enter(reader, "button", "Download")
    press(reader, "Enter")
    kind = reader.page.get_by_role("combobox", name="Format")
    expect(kind).to_be_focused()
    reader.page.keyboard.type("Web page")
    expect(reader.page.get_by_role("option")).to_have_count(1)
    reader.answered("ArrowDown", "Enter")
    expect(kind).to_have_value("Web page that works offline")
    reader.answered("Escape")
    expect(kind).to_be_hidden()
    expect(file).to_be_focused()
    press(reader, "Enter")
    expect(kind).to_be_focused()
    press(reader, "Shift+Tab")
    expect(kind).to_be_hidden()
    expect(file).to_be_focused()


def test_questions_numbers_and_scenes_answer_to_keys(reader):
    reader.turn_to("Planning", "/regions")
    enter(reader, "radio", "Profile")
    press(reader, "ArrowRight", "Space")
    reader.wait_for_address(ask="coverage")
    expect(reader.page.get_by_role("radio", name="Coverage", exact=True)).to_be_focused()
    distance = enter(reader, "spinbutton", "Distance, km")
    press(reader, "ArrowUp", "Enter")
    reader.wait_for_address(km="30")
    reader.settled()
    expect(distance).to_be_focused()

    reader.turn_to("Briefings", "/briefing")
    scenes = reader.page.locator(".st-key-scenes button")
    first = scenes.first.inner_text().removeprefix("1. ")
    down = enter(reader, "button", "Move this scene down")
    press(reader, "Enter")
    expect(scenes.nth(1)).to_have_text(f"2. {first}")
    reader.settled()
    expect(down).to_be_focused()
    enter(reader, "button", "Undo")
    press(reader, "Enter")
    expect(scenes.first).to_have_text(f"1. {first}")
