// The one script that runs before the page is drawn: puts on the colours that were chosen on this device, so that nothing flashes.
{
  const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
  if (chosen) document.documentElement.dataset.theme = chosen[1];
}
