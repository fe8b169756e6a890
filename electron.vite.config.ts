import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// Every program of src-main: its name in out/main, its source, and which modules outside of the bundle it may need.
const mainPrograms = {
  // The app; with --yard-host=DIR the yard host instead of the panel.
  main: { source: 'src-main/main.ts', mayNeed: 'electron-and-node' },
  // The yard host under plain Node, for the CLI and the tests.
  'node-host': { source: 'src-main/node-host.ts', mayNeed: 'node' },
  // The same services without a window, under plain Node.
  cli: { source: 'src-main/cli.ts', mayNeed: 'node' },
  // A thread of the app and of the command line, which compares what images consist of.
  'desk-thread': { source: 'src-main/compare/contents/desk-thread.ts', mayNeed: 'node' },
  // The same, which compares pictures of pages.
  'difference-thread': {
    source: 'src-main/compare/appearance/difference-thread.ts',
    mayNeed: 'node',
  },
  // Runs inside a Node child that is a block; unpacked from the asar as this one file, so it may have no chunks.
  'block-boot': { source: 'src-main/yard-host/blocks/block-boot.ts', mayNeed: 'node-in-one-file' },
} as const;

type MayNeed = (typeof mainPrograms)[keyof typeof mainPrograms]['mayNeed'] | 'electron-in-one-file';

// The older of the two Electron versions that must run this: 33.2.1 has Node 20.18 and Chromium 130.
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

const nodeModules = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * Fails the build when a program needs a module that will not be there: the packaged app has no node_modules,
 * and what runs under plain Node has no electron, not even through a shared chunk.
 */
function programsAreWhole(mayNeedOf: (program: string) => MayNeed): Plugin {
  return {
    name: 'blockyard:programs-are-whole',
    generateBundle(_options, bundle) {
      for (const entry of Object.values(bundle)) {
        if (entry.type !== 'chunk' || !entry.isEntry) continue;
        const mayNeed = mayNeedOf(entry.name);
        const reached = new Set([entry.fileName]);
        for (const fileName of reached) {
          const chunk = bundle[fileName];
          if (chunk?.type !== 'chunk') continue;
          for (const needed of [...chunk.imports, ...chunk.dynamicImports]) {
            if (needed in bundle && !mayNeed.endsWith('in-one-file')) reached.add(needed);
            else if (nodeModules.has(needed) && !mayNeed.startsWith('electron-in')) continue;
            else if (needed === 'electron' && mayNeed.startsWith('electron')) continue;
            else
              this.error(
                `${entry.fileName} may need "${mayNeed}" only, but ${fileName} imports ${needed}`,
              );
          }
        }
      }
    },
  };
}

const mainEntries = Object.entries(mainPrograms).filter(([, { source }]) => existsSync(source));

/**
 * Asks for the fonts of the first picture with the page itself. Found late, through the style sheet, that
 * picture is laid out twice, the first time in a font of the system that has to be looked for.
 */
function fontsAtOnce(names: readonly string[]): Plugin {
  return {
    name: 'blockyard:fonts-at-once',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        names.map((name) => {
          const href = Object.keys(bundle).find((file) => file.includes(`/${name}-`));
          if (href === undefined) throw new Error(`The window has no font ${name}.`);
          const attrs = {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            crossorigin: '',
            href: `./${href}`,
          };
          return { tag: 'link', attrs, injectTo: 'head' };
        }),
    },
  };
}

/**
 * Fails the build when what the first picture loads holds a library that only later parts need: one value
 * imported from a schema's file is enough, and a start pays for it without anybody noticing.
 */
function firstPictureIsLight(libraries: readonly string[]): Plugin {
  return {
    name: 'blockyard:first-picture-is-light',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.isEntry) continue;
        for (const library of libraries) {
          const found = chunk.moduleIds.find((id) => id.includes(`/node_modules/${library}/`));
          if (found !== undefined) this.error(`${chunk.fileName} holds ${found}`);
        }
      }
    },
  };
}

export default defineConfig({
  main: {
    plugins: [programsAreWhole((name) => mainPrograms[name as keyof typeof mainPrograms].mayNeed)],
    build: {
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: Object.fromEntries(mainEntries.map(([name, { source }]) => [name, resolve(source)])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Half the text to read at a start; names stay, for the stacks in the host's log.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    plugins: [programsAreWhole(() => 'electron-in-one-file')],
    build: {
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve('src-main/preload/index.ts'),
          crash: resolve('src-main/preload/crash.ts'),
        },
        // A sandboxed preload can only be one CommonJS file, and .cjs because our package is "type": "module".
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    publicDir: false,
    plugins: [
      react(),
      firstPictureIsLight(['zod']),
      fontsAtOnce(['inter-latin-wght-normal', 'jetbrains-mono-latin-wght-normal']),
    ],
    build: {
      target: chromeTarget,
      outDir: 'out/renderer',
      minify: 'oxc',
      // The content security policy allows files of our own scheme, not data: addresses.
      assetsInlineLimit: 0,
      // One sheet, so that its order is the same however the code is cut; and a plain import() for the rest.
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: {
          index: resolve('src-renderer/index.html'),
          // Shares no code with the panel's page: neither may wait for a chunk of the other's.
          crash: resolve('src-renderer/crash.html'),
        },
      },
    },
  },
});
