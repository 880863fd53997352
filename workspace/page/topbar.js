/** The bar at the top: the workspace's name, going elsewhere, who one acts as, language and colours. */
import { avatar } from "./avatar.js";
import { dialNode } from "./dial.js";
import { byId, el, icon, iconButton } from "./dom.js";
import { notice } from "./notices.js";
import { openDrawer } from "./sidebar.js";
import { botName, me, nameOf, state, tell } from "./state.js";
import { openPeople } from "./switcher.js";
import { isDark, keepTheme } from "./theme.js";
import { keepLanguage, language, t } from "./words.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function brand() {
  return el(
    "div",
    { class: "brand" },
    el("img", { src: "/ui/static/mark.svg", alt: "", width: 24, height: 24 }),
    el("span", {}, state.cast.team?.name ?? ""),
  );
}

function goButton() {
  return el(
    "button",
    { type: "button", class: "go-button", onclick: () => tell("switcher") },
    icon("search"),
    el("span", {}, t("go_to")),
    el("kbd", {}, isMac ? "⌘K" : "Ctrl K"),
  );
}

/** "PS Morgan" for "PS 1101 Ffion Morgan", where there is little room. */
function shortName(name) {
  const words = name.split(" ").filter((word) => !/\d/.test(word));
  return words.length > 2 ? `${words[0]} ${words.at(-1)}` : words.join(" ");
}

function actAs() {
  const name = nameOf(state.me);
  return el(
    "button",
    {
      type: "button",
      class: "act-as",
      id: "act-as",
      "aria-label": t("acting_as", { name }),
      "aria-haspopup": "dialog",
      onclick: openPeople,
    },
    avatar(state.me, name),
    el(
      "span",
      { class: "act-as-words" },
      el("strong", {}, name),
      el("span", { class: "short", "aria-hidden": "true" }, shortName(name)),
      el("small", {}, me()?.title ?? ""),
    ),
    icon("chevron"),
  );
}

/** The app has a language of its own: says how to choose it, where one of its commands does that. */
function tellOfLanguage() {
  const command = state.cast.commands.find((one) => one.usage_hint.includes("language"))?.command;
  if (command) notice(t("language_of_app", { name: botName(), command, code: language() }), "bot");
}

function languageButton() {
  const change = () => {
    keepLanguage(t("language_code"));
    tell("redraw");
    byId("language").focus();
    tellOfLanguage();
  };
  return el(
    "button",
    {
      type: "button",
      class: "text-button",
      id: "language",
      lang: t("language_code"),
      "aria-label": t("language_to_label"),
      onclick: change,
    },
    el("span", { class: "long" }, t("language_to")),
    el("span", { class: "short", "aria-hidden": "true" }, t("language_code").toUpperCase()),
  );
}

function themeButton() {
  const dark = isDark();
  return iconButton(
    dark ? "sun" : "moon",
    t(dark ? "theme_light" : "theme_dark"),
    () => {
      keepTheme(dark ? "light" : "dark");
      drawTopbar();
      byId("theme").focus();
    },
    { id: "theme" },
  );
}

export function drawTopbar() {
  const drawer = iconButton(
    "menu",
    t("open_places"),
    () => openDrawer(!document.body.classList.contains("drawer-open")),
    { id: "drawer-button", class: "drawer-button", "aria-expanded": "false", "aria-controls": "sidebar" },
  );
  const offline = { class: "offline", id: "offline", hidden: state.live !== false, role: "status" };
  const parts = [
    drawer,
    brand(),
    goButton(),
    el("span", { class: "stretch" }),
    el("span", offline, t("reconnecting")),
    dialNode(),
    languageButton(),
    themeButton(),
    actAs(),
  ];
  byId("topbar").replaceChildren(...parts.filter(Boolean));
}
