/**
 * The session of the pages of one side: in memory, without any permission, and with no way to any host but the
 * generation's own address and those that the operator allows.
 */
import { session, type Session } from 'electron';
import type { PageWatch } from './page-watch.ts';
import { directOnly, hostText, mayAsk, mayChange } from '../../compare/appearance/may-ask.ts';

/** A proxy that nobody is: port 1 of this computer. */
const nobody = 'http://127.0.0.1:1';
/**
 * Without it `alert`, `print` and the like are not carried out, windows do not open and nothing is saved, whatever
 * else is tried. The page's scripts, forms and origin stay its own.
 */
const sandbox = 'sandbox allow-scripts allow-same-origin allow-forms';

export interface PageSession {
  readonly session: Session;
  /** Everything is forgotten, and the way is open to that page's addresses alone. */
  readonly prepare: (watch: PageWatch) => Promise<void>;
}

/** @param watch of the page whose picture is taken now. */
export function openPageSession(name: string, watch: () => PageWatch | null): PageSession {
  const pages = session.fromPartition(name, { cache: false });
  /** What Chromium has verified it does not ask about again. */
  const allowed = new Map<string, string>();
  pages.setPermissionRequestHandler((_contents, permission, answer) => {
    watch()?.note('permission', permission);
    answer(false);
  });
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
  pages.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  pages.setSpellCheckerEnabled(false);
  pages.on('will-download', (event, item) => {
    event.preventDefault();
    watch()?.note('download', item.getFilename());
    if (watch()?.status === null) watch()?.fail('It is a file to save, and no page.');
  });
  pages.setCertificateVerifyProc((request, answer) => {
    const now = watch();
    const isOwn = now !== null && request.hostname === new URL(now.origin).hostname;
    if (request.errorCode === 0 || !isOwn || !now.order.allowsBadCertificate) {
      answer(-3);
      return;
    }
    allowed.set(now.origin, request.verificationResult);
    now.note('certificate-allowed', `${request.hostname} (${request.verificationResult})`);
    answer(0);
  });
  watchRequests(pages, watch);
  return {
    session: pages,
    prepare: async (next) => {
      await Promise.all([
        pages.clearStorageData(),
        pages.setProxy({
          proxyRules: nobody,
          proxyBypassRules: directOnly(next.origin, next.order.hosts),
        }),
      ]);
      const known = allowed.get(next.origin);
      if (known !== undefined && next.order.allowsBadCertificate) {
        next.note('certificate-allowed', `${new URL(next.origin).hostname} (${known})`);
      }
    },
  };
}

function watchRequests({ webRequest }: Session, watch: () => PageWatch | null): void {
  webRequest.onBeforeRequest(({ id, url, method, resourceType }, answer) => {
    const now = watch();
    const isPage = resourceType === 'mainFrame';
    // The page itself stays at its own address; the allowed hosts are for its parts.
    const may = now !== null && mayAsk(url, now.origin, isPage ? [] : now.order.hosts);
    if (may && mayChange(method) && !now.order.allowsWrites) {
      answer({ cancel: true });
      now.note('write-blocked', `${method} ${placeOf(url)}`);
      return;
    }
    if (may) {
      if (resourceType !== 'webSocket') now.began(id);
      answer({});
      return;
    }
    answer({ cancel: true });
    if (isPage) blockLeading(now, url);
    else now?.note('blocked', hostText(url));
  });
  webRequest.onBeforeSendHeaders(({ url, requestHeaders }, answer) => {
    const now = watch();
    const isOwn = now !== null && mayAsk(url, now.origin, []);
    answer({
      requestHeaders: isOwn ? { ...requestHeaders, ...now.order.headers } : requestHeaders,
    });
  });
  webRequest.onHeadersReceived(({ responseHeaders, resourceType }, answer) => {
    // Chromium hands it to a viewer of its own, which may not open here: two of them would look equal.
    if (resourceType === 'mainFrame' && isPdf(responseHeaders ?? {})) {
      watch()?.fail('It is a PDF, and no page.');
    }
    const isFrame = resourceType === 'mainFrame' || resourceType === 'subFrame';
    const own = { 'x-dns-prefetch-control': ['off'], ...(isFrame && { 'content-security-policy': [sandbox] }) }; // prettier-ignore
    answer({ responseHeaders: joined(responseHeaders ?? {}, own) });
  });
  webRequest.onCompleted(({ id, url, resourceType, statusCode }) => {
    const now = watch();
    now?.ended(id);
    if (statusCode < 400 || resourceType === 'mainFrame') return;
    now?.note('failed-request', `${placeOf(url)}: ${String(statusCode)}`);
  });
  webRequest.onErrorOccurred(({ id, url, error }) => {
    const now = watch();
    now?.ended(id);
    if (/ERR_CERT_|ERR_SSL_/u.test(error)) {
      now?.note('certificate', `${hostText(url)} (${error.replace('net::', '')})`);
    } else if (!/ERR_ABORTED|ERR_BLOCKED_BY_CLIENT/u.test(error)) {
      now?.note('failed-request', `${placeOf(url)}: ${error.replace('net::', '')}`);
    }
  });
}

/** The whole page wanted to go elsewhere: without that there is no picture of it. */
export function blockLeading(watch: PageWatch | null, url: string): void {
  watch?.note('redirect-blocked', hostText(url));
  if (watch?.status === null) watch.fail(`It leads to ${hostText(url)}, which is another address.`);
}

function isPdf(headers: Record<string, string[]>): boolean {
  return Object.entries(headers).some(
    ([name, values]) => name.toLowerCase() === 'content-type' && /pdf/iu.test(values.join()),
  );
}

function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}

/** The page's own policy stays beside ours: both hold. */
function joined(theirs: Record<string, string[]>, ours: Record<string, string[]>) {
  const all: Record<string, string[]> = {};
  for (const [name, values] of [...Object.entries(theirs), ...Object.entries(ours)]) {
    const key = name.toLowerCase();
    all[key] = [...(all[key] ?? []), ...values];
  }
  return all;
}
