import { afterEach, expect, it } from 'vitest';
import type { Question } from './thread-client.fixture.ts';
import { openThread, programBeside, type ThreadClient } from './thread-client.ts';

const threads: ThreadClient<Question, number>[] = [];
afterEach(() => {
  for (const thread of threads.splice(0)) thread.end();
});

function open(): ThreadClient<Question, number> {
  const about = { what: 'The sum', tooLarge: null, mostMegabytes: 64 };
  const program = programBeside(import.meta.url, 'thread-client.fixture');
  const thread = openThread<Question, number>({ ...about, program });
  threads.push(thread);
  return thread;
}
const message = 'The sum was ended.';
const over = { ok: false, fault: { code: 'refused', message } };

it('gives each question its own answer, and goes on after one that is refused', async () => {
  const { ask } = open();
  expect(await Promise.all([ask(1), ask('refuse'), ask(3)])).toEqual([
    { ok: true, value: 2 },
    { ok: false, fault: { code: 'bad-input', message: 'Not this one.' } },
    { ok: true, value: 6 },
  ]);
});

it('leaves nobody waiting when it is ended in the middle of something, or ends by itself', async () => {
  const hung = open();
  const waiting = [hung.ask('hang'), hung.ask(2)];
  hung.end();
  expect(await Promise.all([...waiting, hung.ask(3)])).toEqual([over, over, over]);
  const dying = open();
  expect(await dying.ask('die')).toEqual(over);
  expect(await dying.ask(1)).toEqual(over);
});
