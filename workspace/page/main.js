/** Starts the page: reads the cast, opens the place that the address names, and follows what happens. */
import { get } from "./api.js";
import { byId } from "./dom.js";
import { listen } from "./live.js";
import { noticeError } from "./notices.js";
import {
  channelNamed,
  closeThread,
  keepAddress,
  openChannel,
  openHome,
  openThread,
  readChannels,
  refreshHome,
  refreshPlace,
} from "./places.js";
import { openDrawer } from "./sidebar.js";
import { channelById, on, person, state } from "./state.js";
import { openSwitcher } from "./switcher.js";
import { onSystemTheme, useTheme } from "./theme.js";
import { drawTopbar } from "./topbar.js";
import { forgetViews, refreshViews } from "./views.js";
import { chooseLanguage, t } from "./words.js";

function drawFrame() {
  drawTopbar();
  byId("skip").textContent = t("skip");
  byId("honest").textContent = t("banner");
}

/** Opens what the address says, or the first channel. */
async function openFromAddress() {
  const query = new URLSearchParams(location.search);
  const name = query.get("channel");
  if (name === "home") return openHome();
  const channel =
    channelNamed(name) ?? state.channels.find((one) => one.member && one.kind !== "im") ?? state.channels[0];
  if (!channel) return undefined;
  await openChannel(channel);
  if (query.get("thread") && channelNamed(name)) await openThread(query.get("thread"), { focus: false });
  return undefined;
}

async function actAs(id) {
  if (id === state.me) return;
  const kept = { channel: state.channel, home: state.home };
  state.me = id;
  forgetViews();
  closeThread();
  await readChannels();
  const direct = state.channels.find((one) => one.kind === "im");
  const same = kept.channel?.kind === "im" ? direct : channelById(kept.channel?.id);
  const first = state.channels.find((one) => one.member && one.kind !== "im") ?? direct;
  await (kept.home ? openHome() : openChannel(same ?? first));
  keepAddress();
  drawFrame();
  listen();
  byId("act-as").focus();
}

function heardFrame(frame) {
  if (frame.type === "views") refreshViews();
  else if (frame.type === "home") {
    if (state.home) refreshHome();
  } else if (frame.type === "channels") readChannels();
  else if (frame.type === "dial") readDial();
  else {
    if (!state.home && frame.channel === state.channel?.id) refreshPlace();
    readChannelsSoon();
  }
}

async function readDial() {
  const cast = await get("cast");
  if (!cast.ok) return;
  const first = !state.cast.dial?.length;
  state.cast.dial = cast.dial;
  if (first) drawFrame();
}

let waiting = null;

function readChannelsSoon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    readChannels();
  }, 150);
}

async function redraw() {
  drawFrame();
  const { thread } = state;
  if (state.home) return openHome();
  await openChannel(state.channel, { focus: false });
  if (thread) await openThread(thread, { focus: false });
  return undefined;
}

function escape() {
  if (document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("drawer-open")) {
    openDrawer(false);
    byId("drawer-button").focus();
    return;
  }
  if (state.thread) {
    closeThread();
    keepAddress();
    byId("composer").querySelector("textarea")?.focus();
  }
}

function keys(event) {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    openSwitcher();
  } else if (event.key === "Escape" && !event.defaultPrevented) escape();
}

async function backOrForward() {
  const wanted = new URLSearchParams(location.search).get("as");
  if (wanted && wanted !== state.me && person(wanted)) {
    state.me = wanted;
    forgetViews();
    await readChannels();
    drawFrame();
    listen();
  }
  await openFromAddress();
}

/** Opens a place and writes it into the address without waiting until it has been read. */
function going(open) {
  return async (where) => {
    const opening = open(where);
    keepAddress();
    await opening;
  };
}

function connect() {
  on("go", going(openChannel));
  on("go_home", going(openHome));
  on("thread", going(openThread));
  on("act_as", actAs);
  on("switcher", openSwitcher);
  on("redraw", redraw);
  on("said", refreshPlace);
  on("frame", heardFrame);
  on("resync", () => {
    refreshPlace();
    readChannels();
    refreshViews();
  });
  onSystemTheme(drawTopbar);
  document.addEventListener("keydown", keys);
  addEventListener("popstate", backOrForward);
  byId("shade").addEventListener("click", () => openDrawer(false));
}

async function start() {
  useTheme();
  chooseLanguage(new URLSearchParams(location.search).get("lang"));
  const cast = await get("cast");
  if (!cast.ok) return noticeError(cast.error);
  state.cast = { ...state.cast, ...cast };
  const asked = new URLSearchParams(location.search).get("as");
  state.me = person(asked) ? asked : cast.start_as;
  drawFrame();
  connect();
  await readChannels();
  await openFromAddress();
  keepAddress(true);
  return listen();
}

start();
