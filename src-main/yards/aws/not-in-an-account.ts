/** What an account cannot do, each with its sentence. */
import { fail, type Fault } from '../../../src-shared/result.ts';
import type { Yard } from '../port.ts';
import { noDataNotesText } from '../../../src-shared/data-note.ts';

function refusal(message: string): () => Promise<{ readonly ok: false; readonly fault: Fault }> {
  return () => Promise.resolve(fail({ code: 'refused', message }));
}

export const notInAnAccount = {
  pauseEntry: refusal('A load balancer lets no request wait: it cannot be paused.'),
  sample: refusal('There is no sample in an account.'),
  importImage: refusal('Images are made in AWS, not brought in.'),
  blockLog: refusal('Blockyard reads no logs of EC2 servers.'),
  /** Where there is a record of who works on the fleets, it stands there: see with-data-notes.ts. */
  noteData: refusal(noDataNotesText),
  /** On a test rule: see with-rehearsals.ts. */
  rehearse: refusal('This fleet has no rule of a load balancer to rehearse on.'),
} satisfies Partial<Yard>;
