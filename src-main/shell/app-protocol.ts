/** `app://bundle/...`: the renderer's files and nothing else, each with the same strict policy. */
import { protocol } from 'electron';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Call before the app is ready: Chromium reads scheme privileges once. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** The renderer's files by path, each `/...` from the bundle's folder. */
export type Bundle = Promise<ReadonlyMap<string, Buffer>>;

/** Reads it whole, 1 MB: begun while Electron gets ready, it is there when the window asks. */
export function readBundle(folder: string): Bundle {
  const bundle = readFiles(folder);
  // Their first use loads 30 ms of code: now, while Electron gets ready, and not when the window waits.
  for (const name of ['Request', 'Response']) Reflect.get(globalThis, name);
  // Told by `serveBundle` to whoever asks; until then nobody listens.
  bundle.catch(() => undefined);
  return bundle;
}

/**
 * Serves exactly the files that were in the folder; a path is looked up, never resolved.
 *
 * Without a `cross-origin-opener-policy`: it would make Chromium throw the window's first process away and
 * start another one for the same page (150 ms of a start), and there is no opener to be kept from, as no
 * window may open another.
 */
export function serveBundle(bundle: Bundle): void {
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    const content = host === 'bundle' ? (await bundle).get(pathname) : undefined;
    if (content === undefined || request.method !== 'GET')
      return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': contentTypes[extname(pathname)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  });
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, Buffer]> => {
        const file = join(entry.parentPath, entry.name);
        return [`/${relative(folder, file).split(sep).join('/')}`, await readFile(file)];
      }),
    ),
  );
}
