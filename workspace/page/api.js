/** Talks to the local workspace's page API; a failure is an answer with `ok: false`, never an exception. */
import { state } from "./state.js";

const BASE = "/ui/api/";

async function answer(path, options) {
  try {
    const response = await fetch(BASE + path, options);
    const body = await response.json().catch(() => ({}));
    if (!response.ok) return { ...body, ok: false, error: body.error ?? `http_${response.status}` };
    return { ok: true, ...body };
  } catch {
    return { ok: false, error: "network" };
  }
}

/** Reads as the present person; empty parameters are left out. */
export function get(path, parameters = {}) {
  const query = new URLSearchParams({ as: state.me });
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return answer(`${path}?${query}`, { cache: "no-store" });
}

/** Does something as the present person. */
export function post(path, body = {}) {
  return answer(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as: state.me, ...body }),
  });
}
