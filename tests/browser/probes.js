// Questions that the tests ask a page: evaluated there as a function of [name, value].
([name, value]) => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);

  const brightness = (rgb) =>
    rgb
      .slice(0, 3)
      .map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);

  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };

  const shown = (node) =>
    node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest(":disabled");
  const hasWords = (node) =>
    [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());

  const contrast = (node) => {
    const [a, b] = [numbers(getComputedStyle(node).color), ground(node)].map(brightness);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };

  const isNamed = (node) =>
    node.getAttribute("aria-label") ||
    node.getAttribute("aria-labelledby") ||
    node.textContent.trim() ||
    node.closest("label")?.textContent.trim();

  const probes = {
    // texts that stand out too little from what is behind them
    faint: () =>
      [...document.querySelectorAll("body *")]
        .filter((one) => shown(one) && hasWords(one) && contrast(one) < 4.5)
        .map((one) => `${contrast(one).toFixed(2)} ${one.className} ${one.textContent.slice(0, 40)}`),
    // things that can be used and that a screen reader could not name
    nameless: () =>
      [...document.querySelectorAll("button, input, textarea, [role=listbox], [role=dialog], [role=menu]")]
        .filter((one) => !isNamed(one))
        .map((one) => one.outerHTML.slice(0, 120)),
    // what the page makes of a text
    mrkdwn: async (text) => {
      const { mrkdwn } = await import("/ui/static/mrkdwn.js");
      const box = mrkdwn(text);
      const all = [...box.querySelectorAll("*")];
      const unsafe = all.some((one) => one.href && !/^(https?|mailto|tel):/.test(one.href));
      return { tags: all.map((one) => one.tagName), words: box.textContent, unsafe };
    },
    // close what a test left open: forms outlive their page
    closeForms: async () => {
      const as = new URLSearchParams(location.search).get("as");
      const { stack } = await (await fetch(`/ui/api/views?as=${as}`)).json();
      const close = (view) =>
        fetch("/ui/api/close", { method: "POST", body: JSON.stringify({ as, view_id: view.id }) });
      for (const view of stack.reverse()) await close(view);
    },
    // say a number of things, one after the other
    sayMany: async (count) => {
      const body = { as: "U0JAMES", channel: "C0PEMBS" };
      const say = (text) => fetch("/ui/api/say", { method: "POST", body: JSON.stringify({ ...body, text }) });
      for (let at = 1; at <= count; at += 1) await say(`number ${at}.`);
    },
    dictionaries: async () => {
      const [english, welsh] = [
        await import("/ui/static/words_en.js"),
        await import("/ui/static/words_cy.js"),
      ];
      return [english.ENGLISH, welsh.WELSH];
    },
    // how far the page is wider than the screen
    tooWide: () => document.documentElement.scrollWidth - innerWidth,
  };
  return probes[name](value);
};
