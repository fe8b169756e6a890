/** The doors that must stay shut, tried one by one on the real window. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { callNames, eventNames } from '../../src-shared/ipc-names.ts';
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import { hostPid } from './processes.ts';
import { openStage, running, type Stage } from './stage.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('hardening');
});

test.afterAll(async () => {
  await stage.close();
});

/** What each call answers in the page that is loaded now, for a payload: a fault's code, or `ok`. */
async function answersTo(payload: unknown): Promise<Record<string, string>> {
  return stage.page.evaluate(async (input) => {
    const { call } = (window as unknown as { blockyard: Bridge }).blockyard;
    const asked = Object.entries(call).map(async ([name, ask]) => {
      const answer = await (ask as (value: unknown) => ReturnType<typeof ask>)(input);
      return [name, answer.ok ? 'ok' : answer.fault.code] as const;
    });
    return Object.fromEntries(await Promise.all(asked));
  }, payload);
}

function each(word: string): Record<string, string> {
  return Object.fromEntries(callNames.map((name) => [name, word]));
}

test('every window is sandboxed, isolated and without Node', async () => {
  const all = await stage.application.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // Not in the public types, and the only way to read what is really in force.
      const reader = contents as unknown as { getLastWebPreferences: () => object };
      return reader.getLastWebPreferences();
    }),
  );
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const seen = await stage.page.evaluate(() => ({
    origin: location.origin,
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
  }));
  expect(seen).toEqual({ origin: 'app://bundle', node: [] });
});

test('the bridge is one function for each call and nothing else', async () => {
  const surface = await stage.page.evaluate(() => {
    const { blockyard } = window as unknown as { blockyard: Bridge };
    return {
      top: Object.keys(blockyard),
      calls: Object.keys(blockyard.call),
      on: Object.keys(blockyard.on),
    };
  });
  expect(surface.top.sort()).toEqual(['call', 'on']);
  expect(surface.calls.sort()).toEqual([...callNames].sort());
  expect(surface.on.sort()).toEqual([...eventNames].sort());
});

test('no text becomes code: eval, handlers, scripts and markup are all refused', async () => {
  const tried = await stage.page.evaluate(async () => {
    const violations = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.add(event.effectiveDirective);
    });
    const nameOf = (attempt: () => unknown): string => {
      try {
        attempt();
        return 'ran';
      } catch (error) {
        return error instanceof Error ? error.name : String(error);
      }
    };
    const later = <Value>(run: () => Value): Promise<Value> =>
      // A driver's own evaluate may do what the page may not: only a task of the page is judged.
      new Promise((resolve) => setTimeout(() => resolve(run()), 0));
    const target = document.createElement('div');
    document.body.append(target);
    const evaluate = Reflect.get(window, 'eval') as (code: string) => unknown;
    const make = Reflect.get(window, 'Function') as (code: string) => unknown;
    const results = await later(() => ({
      eval: nameOf(() => evaluate('window.pwned = 1')),
      function: nameOf(() => make('window.pwned = 1')),
      innerHTML: nameOf(() => (target.innerHTML = '<img src=x onerror="window.pwned = 1">')),
      script: nameOf(() => {
        const script = document.createElement('script');
        script.textContent = 'window.pwned = 1';
        target.append(script);
      }),
      handler: nameOf(() => {
        target.setAttribute('onclick', 'window.pwned = 1');
        target.click();
      }),
      address: nameOf(() => {
        const link = document.createElement('a');
        link.href = 'javascript:window.pwned = 1';
        target.append(link);
        link.click();
      }),
    }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    target.remove();
    return { results, pwned: 'pwned' in window, violations: [...violations] };
  });
  expect(tried.pwned).toBe(false);
  expect(tried.results.eval).toBe('EvalError');
  expect(tried.results.function).toBe('EvalError');
  expect(tried.results.innerHTML).toBe('TypeError');
  expect(tried.results.script).toBe('TypeError');
  expect(tried.violations).toEqual(expect.arrayContaining(['require-trusted-types-for']));
});

test('the window reaches no network, and loads nothing but its bundle', async () => {
  const { application, page, fleetPage } = stage;
  await application.evaluate(({ session }) => {
    const seen: string[] = [];
    (globalThis as unknown as { seen: string[] }).seen = seen;
    const all = { urls: ['<all_urls>', 'app://*/*'] };
    session.defaultSession.webRequest.onCompleted(all, ({ url }) => seen.push(url));
    session.defaultSession.webRequest.onErrorOccurred(all, ({ url }) => seen.push(url));
  });
  const { entry } = await stage.fleet();
  const outcomes = await page.evaluate(async (entryUrl) => {
    const addresses = [entryUrl, 'https://example.com/', 'file:///etc/passwd', 'ws://127.0.0.1:9'];
    const ways = addresses.map(async (address) => {
      if (address.startsWith('ws')) {
        try {
          const socket = new WebSocket(address);
          return await new Promise<string>((resolve) => {
            socket.onopen = () => resolve('reached');
            socket.onerror = () => resolve('refused');
          });
        } catch {
          return 'refused';
        }
      }
      return fetch(address, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      );
    });
    return Promise.all(ways);
  }, entry.url);
  expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
  for (const screen of ['Compare', 'Images', 'Timeline', 'Settings', 'Fleet'] as const) {
    await fleetPage.goTo(screen);
  }
  await page.reload();
  await fleetPage.untilWhole();
  const seen = await application.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen).not.toEqual([]);
  expect(seen.filter((url) => !url.startsWith('app://bundle/'))).toEqual([]);
  // Even past the page's own policy the session lets nothing out; the entry itself does answer us.
  const fromSession = await application.evaluate(
    ({ session }, url) =>
      session.defaultSession.fetch(url).then(
        () => 'reached',
        () => 'refused',
      ),
    entry.url,
  );
  expect(fromSession).toBe('refused');
  expect((await fetch(entry.url)).status).toBe(200);
});

test('navigation, windows, frames, downloads and permissions are refused', async () => {
  const { application, page } = stage;
  const before = page.url();
  const tried = await page.evaluate(async () => {
    const opened = window.open('https://example.com/');
    location.href = 'https://example.com/';
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.com/');
    document.body.append(frame, view);
    const names = [
      'geolocation',
      'notifications',
      'midi',
      'camera',
      'microphone',
      'clipboard-read',
    ];
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => state,
          () => 'refused',
        ),
      ),
    );
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'refused',
    );
    const notification = await Notification.requestPermission();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const guest = 'getWebContentsId' in view;
    frame.remove();
    view.remove();
    return { opened: opened !== null, states, media, notification, guest };
  });
  expect(tried.opened).toBe(false);
  expect(tried.guest).toBe(false);
  expect(tried.states.filter((state) => state === 'granted' || state === 'prompt')).toEqual([]);
  expect(tried.media).toBe('refused');
  expect(tried.notification).toBe('denied');
  expect(page.url()).toBe(before);
  const contents = await application.evaluate(
    ({ webContents }) => webContents.getAllWebContents().length,
  );
  expect(contents).toBe(1);
});

test('the bundle is served and nothing around it', async () => {
  const spellings = [
    '/../../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/....//....//package.json',
    '/.%2e/.%2e/package.json',
    '/assets/..%2f..%2f..%2fetc%2fpasswd',
    '/%252e%252e%252fpackage.json',
    '//etc/passwd',
    '/etc/passwd',
    '/%00',
    '/index.html%00.js',
    '/index.html/',
    '/index.html/..%2fx',
    '/C:/windows/win.ini',
    '/..;/package.json',
    '/%c0%ae%c0%ae/package.json',
    '/~root/.profile',
    '/main/main.js',
    '/out/main/main.js',
    '/preload/index.cjs',
    '/.',
    '/..',
    '/%2f',
    '/assets',
    '/assets/',
    '/',
  ];
  const statuses = await stage.page.evaluate(
    (paths) =>
      Promise.all(
        paths.map((path) => fetch(`app://bundle${path}`).then((answer) => answer.status)),
      ),
    spellings,
  );
  expect(spellings.filter((_, index) => statuses[index] !== 404)).toEqual([]);
  const page = await stage.page.evaluate(async () => {
    const answer = await fetch('app://bundle/index.html');
    return { status: answer.status, policy: answer.headers.get('content-security-policy') };
  });
  expect(page.status).toBe(200);
  expect(page.policy).toContain("require-trusted-types-for 'script'");
  expect(page.policy).not.toContain('unsafe');
});

test('a payload that the contract does not know runs nothing', async () => {
  const before = (await stage.fleet()).split;
  for (const payload of [undefined, 7, 'x', [], { fleet: { evil: true } }, { path: '' }]) {
    expect(await answersTo(payload)).toEqual(each('bad-input'));
  }
  expect((await stage.fleet()).split).toEqual(before);
});

test('only our own top frame may speak: other origins and other windows are refused', async () => {
  const { application, page, fleetPage } = stage;
  const foreign = [
    'data:text/html,<title>foreign</title>',
    'app://other/index.html',
    'about:blank',
  ];
  for (const address of foreign) {
    await application.evaluate(
      ({ BrowserWindow }, url) =>
        BrowserWindow.getAllWindows()[0]
          ?.loadURL(url)
          .catch(() => undefined),
      address,
    );
    // A question asked while the page still changes dies with it, and is asked again.
    const origin = (): Promise<string> =>
      page.evaluate(() => location.origin).catch(() => 'app://bundle');
    await expect.poll(origin).not.toBe('app://bundle');
    await expect
      .poll(() => answersTo(null).catch(() => null), { message: address })
      .toEqual(each('refused'));
  }
  await application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.loadURL('app://bundle/index.html'),
  );
  await fleetPage.untilWhole();
  // Control: a question from our own page is answered.
  expect((await stage.fleet()).name).toBe('storefront');

  // Our page in a window that is not ours.
  const answer = await application.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/index.cjs`;
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await other.loadURL('app://bundle/index.html');
    const code =
      'window.blockyard.call["panel.snapshot"](null).then((a) => a.ok ? "ok" : a.fault.code)';
    const said: unknown = await other.webContents.executeJavaScript(code);
    other.destroy();
    return said;
  });
  expect(answer).toBe('refused');
});

test('only the address of a fleet is ever opened outside', async () => {
  const { application, page, fleetPage } = stage;
  await application.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as unknown as { opened: string[] }).opened = opened;
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  const { entry } = await stage.fleet();
  const refusals = await page.evaluate(() => {
    const { call } = (window as unknown as { blockyard: Bridge }).blockyard;
    const ask = call['fleet.open'] as (input: unknown) => Promise<{ ok: boolean }>;
    const inputs = ['https://example.com', 'file:///etc/passwd', '../storefront'].map((fleet) =>
      ask({ fleet, generation: null, url: 'https://example.com' }),
    );
    return Promise.all(inputs);
  });
  expect(refusals.map(({ ok }) => ok)).toEqual([false, false, false]);
  await fleetPage.details.getByRole('button', { name: 'Open the entry' }).click();
  const opened = (): Promise<string[]> =>
    application.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toEqual([entry.url]);
});

test('neither the host nor a block inherits our environment', async () => {
  const fleet = await stage.fleet();
  const blocks = [...running(fleet, 'v001'), ...running(fleet, 'v002')].map(({ pid }) => pid);
  const host = await hostPid(stage.dataFolder);
  const environments = await Promise.all(
    [host, ...blocks].map((pid) => readFile(`/proc/${String(pid)}/environ`, 'utf8')),
  );
  expect(environments).toHaveLength(9);
  expect(environments.filter((text) => text.includes('canary'))).toEqual([]);
  // Control: the panel itself does have it.
  const panel = stage.application.process().pid;
  expect(await readFile(`/proc/${String(panel)}/environ`, 'utf8')).toContain('canary');
});
