/** Which addresses may leave for the operator's browser. */

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
