/** Live updates: hints over a WebSocket, opened again whenever it breaks. */
import { byId } from "./dom.js";
import { state, tell } from "./state.js";

const SLOWEST_MS = 5000;

let socket = null;
let wait = 300;

function shown(connected) {
  state.live = connected;
  const note = byId("offline");
  if (note) note.hidden = connected;
}

function heard(event) {
  try {
    tell("frame", JSON.parse(event.data));
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
  }
}

/** Listens as the present person; a second call changes whom. */
export function listen() {
  const old = socket;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const mine = new WebSocket(`${scheme}://${location.host}/ui/events?as=${encodeURIComponent(state.me)}`);
  socket = mine;
  old?.close();
  mine.addEventListener("message", (event) => {
    if (mine === socket) heard(event);
  });
  mine.addEventListener("open", () => {
    if (mine !== socket) return;
    wait = 300;
    shown(true);
    tell("resync");
  });
  mine.addEventListener("close", () => {
    if (mine === socket) again();
  });
}

function again() {
  shown(false);
  setTimeout(() => {
    if (socket?.readyState === WebSocket.CLOSED) listen();
  }, wait);
  wait = Math.min(SLOWEST_MS, wait * 1.7);
}
