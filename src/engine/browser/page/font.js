// Sets a page's text in fonts of ours: no font of the machine shows, so that every machine draws the same.
// `faces` are {weight, style, data}, the last a font file in base64. A policy that forbids inline styles forbids none of it.
(faces) => {
  const family = "dashproof";
  for (const { weight, style, data } of faces) {
    const bytes = Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
    const face = new FontFace(family, bytes, { weight, style });
    document.fonts.add(face);
    face.load();
  }
  const sheet = new CSSStyleSheet();
  // Icons are letters of fonts that the page brings along.
  sheet.replaceSync(`*:not(i, .fa, [class*="fa-"], [class*="icon" i]) { font-family: ${family} !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
