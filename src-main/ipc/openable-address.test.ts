import { describe, expect, it } from 'vitest';
import { isOpenable } from './openable-address.ts';

describe('isOpenable', () => {
  it('opens the entry of a local fleet', () => {
    expect(isOpenable('http://127.0.0.1:8480')).toBe(true);
    expect(isOpenable('http://127.0.0.1:8480/')).toBe(true);
  });

  it.each([
    'https://example.com',
    'http://127.0.0.1',
    'http://user:secret@127.0.0.1:8480/',
    'http://127.0.0.1.example.com:80/',
    'http://127.0.0.1@example.com:80/',
    'http://localhost:8480/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://bundle/index.html',
    '//127.0.0.1:80',
    '',
    'http://',
    'smb://127.0.0.1:80/x',
    'http://0x7f.1:80.example/',
  ])('refuses %s', (address) => {
    expect(isOpenable(address)).toBe(false);
  });
});
