import react from '@vitejs/plugin-react';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** What a browser has to load before it shows anything, compressed. */
const mostScriptBytes = 250 * 1024;

export default defineConfig({
  root: import.meta.dirname,
  // Scripts find each other from where they are: the service may stand below a path.
  base: './',
  plugins: [react(), refuseHeavyStart()],
  build: { outDir: '../dist/dashboard', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});

/** Fails the build when the script before the first page grows beyond its limit. */
function refuseHeavyStart(): Plugin {
  return {
    name: 'refuse-heavy-start',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const start = chunks.find((chunk) => chunk.isEntry);
      const needed = new Set<string>();
      const need = (name: string): void => {
        if (needed.has(name)) return;
        needed.add(name);
        for (const inner of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) need(inner);
      };
      if (start) need(start.fileName);
      const code = chunks.filter(({ fileName }) => needed.has(fileName)).map((chunk) => chunk.code);
      const bytes = code.reduce((sum, text) => sum + gzipSync(text).length, 0);
      this.info(`script before the first page: ${(bytes / 1024).toFixed(0)} KB compressed`);
      if (bytes > mostScriptBytes) this.error(`The script before the first page has ${bytes} bytes compressed.`);
    },
  };
}
