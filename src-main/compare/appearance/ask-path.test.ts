import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { askPath } from './ask-path.ts';

it('Nobody is asked once it was stopped', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  const answer = await askPath({
    ...{ url, headers: {}, timeoutMs: 5000, allowsBadCertificate: false },
    signal: AbortSignal.abort(),
  });
  await new Promise((resolve) => server.close(resolve));
  expect(answer).toMatchObject({ kind: 'silent', because: 'It was stopped.' });
  expect(asked).toBe(0);
});
