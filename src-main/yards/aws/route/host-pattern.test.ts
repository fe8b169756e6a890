import { expect, it } from 'vitest';
import { takesHost } from './host-pattern.ts';

it.each([
  ['www.example.com', 'WWW.Example.com'],
  ['*.example.com', 'shop.example.com'],
  ['*.example.com', 'a.b.example.com'],
  ['shop-?.example.com', 'shop-1.example.com'],
  ['*', 'anything'],
  ['*a*b*', 'xaxxbx'],
])('the pattern %s takes %s', (pattern, name) => {
  expect(takesHost(pattern, name)).toBe(true);
});

it.each([
  ['www.example.com', 'www.example.com.evil.test'],
  ['www.example.com', 'wwwxexample.com'],
  ['*.example.com', 'example.com'],
  ['shop-?.example.com', 'shop-.example.com'],
  ['', 'a'],
  ['*a*b', 'ba'],
])('the pattern %s does not take %s', (pattern, name) => {
  expect(takesHost(pattern, name)).toBe(false);
});

it('comes to an end on a pattern that is made to take long', () => {
  // With a pattern that goes back, this ends after the last of us.
  expect(takesHost(`${'*a'.repeat(60)}b`, 'a'.repeat(253))).toBe(false);
});
