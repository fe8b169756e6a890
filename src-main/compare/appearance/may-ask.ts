/** Which addresses a page that is being looked at may ask. Pure. */

/** Of cloud instances: whoever asks these gets the rights of the machine. No list can allow them. */
const neverHosts = new Set(['169.254.169.254', '169.254.170.2', '[fd00:ec2::254]', 'metadata.google.internal']); // prettier-ignore

/** @param origin of the generation's own address. @param hosts that the operator allows: `name` or `name:port`. */
export function mayAsk(address: string, origin: string, hosts: readonly string[]): boolean {
  if (/^(?:data:|about:(?:blank|srcdoc)$)/u.test(address)) return true;
  // Made by the page itself, and of its own origin.
  if (address.startsWith('blob:')) return address.startsWith(`blob:${origin}/`);
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const protocol = { 'ws:': 'http:', 'wss:': 'https:' }[url.protocol] ?? url.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  if (neverHosts.has(url.hostname)) return false;
  const own = new URL(origin);
  const port = url.port === '' ? usualPort(protocol) : url.port;
  const ownPort = own.port === '' ? usualPort(own.protocol) : own.port;
  if (protocol === own.protocol && url.hostname === own.hostname && port === ownPort) return true;
  const name = url.port === '' ? url.hostname : `${url.hostname}:${url.port}`;
  return hosts.some((host) => host === name || host === `${url.hostname}:${port}`);
}

/** Whoever is only looked at changes nothing: two generations are asked, and often share one database. */
export function mayChange(method: string): boolean {
  return !/^(?:GET|HEAD|OPTIONS)$/iu.test(method);
}

/** What it is called in a finding: no path and no query, which may hold anything. */
export function hostText(address: string): string {
  if (!URL.canParse(address)) return 'an unreadable address';
  const { protocol, host } = new URL(address);
  return host === '' ? protocol : /^(?:https?|wss?):$/u.test(protocol) ? host : `${protocol}//${host}`; // prettier-ignore
}

function usualPort(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}

/** For Chromium: every other name leads nowhere, also for what asks ahead of any request. */
export function resolverRules(hosts: readonly string[]): string {
  const names = new Set(hosts.map(bareName));
  return ['MAP * ~NOTFOUND', ...[...names].map((name) => `EXCLUDE ${name}`)].join(', ');
}

/** For Chromium: whatever else is connected to ends at a proxy that is not there. */
export function directOnly(origin: string, hosts: readonly string[]): string {
  const { hostname, port, protocol } = new URL(origin);
  const own = `${hostname}:${port === '' ? usualPort(protocol) : port}`;
  const allowed = hosts.flatMap((host) => (hasPort(host) ? [host] : [`${host}:80`, `${host}:443`]));
  return ['<-loopback>', own, ...allowed].join(';');
}

function hasPort(host: string): boolean {
  return /[^:\]]:\d+$|\]:\d+$/u.test(host);
}

/** `cdn.example.com:8443` without its port. */
export function bareName(host: string): string {
  return hasPort(host) ? host.slice(0, host.lastIndexOf(':')) : host;
}
