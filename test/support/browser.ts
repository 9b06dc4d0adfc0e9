import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium; undefined where there is none. With CI set a missing browser is a failure, not a reason to skip. */
export const browserPath = places.find((path) => existsSync(path));

/** Why browser tests do not run, in a sentence for the person at the terminal. */
export const noBrowser = 'no Chromium: install it (Debian: apt-get install chromium) to run the tests of the pages';

/** Starts the browser without any of its own traffic. */
export async function startBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error(noBrowser);
  return chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
}
