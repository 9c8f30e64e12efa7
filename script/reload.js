// Reloads the page once a build has changed it. Only script/serve adds this file to the site.
//
// index.html names every other file by its digest, so it changes whenever one of them does. It is asked for every second while the
// page is in view. What a person put in survives the reload (keep.js), apart from the token.
let shown;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      const text = answer.ok ? await answer.text() : shown;
      shown ??= text;
      if (text !== shown) location.reload();
    } catch {
      // The server is away for a moment.
    }
  }
  setTimeout(look, 1000);
}

look();
