/** Which addresses may leave for the operator's browser. */
import { consoleHosts, regionPattern } from '../../src-shared/console-address.ts';

/**
 * `loopback`: http on this computer with a port, what an entry or a preview of the local yard looks like.
 * `web`: the public name of a load balancer, which comes from outside. Never with credentials in it.
 */
export function isOpenable(address: string, reach: 'loopback' | 'web' = 'loopback'): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (reach === 'web') {
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
  }
  return url.protocol === 'http:' && url.hostname === '127.0.0.1' && url.port !== '';
}

/** A page of EC2 in AWS's own console: nothing else of its hosts, and no host that only begins or ends like one. */
export function isConsole(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port !== '') return false;
  if (url.username !== '' || url.password !== '' || url.pathname !== '/ec2/home') return false;
  const dot = url.hostname.indexOf('.');
  const [region, host] = [url.hostname.slice(0, dot), url.hostname.slice(dot + 1)];
  return regionPattern.test(region) && consoleHosts.includes(host);
}
