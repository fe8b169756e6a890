/** For tests, the program of a thread: doubles, refuses, ends itself, or never answers. */
import { FaultError } from '../../src-shared/result.ts';
import { answerInThread } from './thread-answers.ts';

export type Question = number | 'refuse' | 'die' | 'hang';

answerInThread<{ question: Question; value: number }>((question) => {
  switch (question) {
    case 'refuse':
      throw new FaultError({ code: 'bad-input', message: 'Not this one.' });
    case 'die':
      process.exit(1);
      return 0;
    case 'hang':
      for (;;);
    default:
      return question * 2;
  }
});
