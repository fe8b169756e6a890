/** What an account cannot do, each with its sentence. */
import { fail, type Fault } from '../../../src-shared/result.ts';
import type { Yard } from '../port.ts';
import { noDataNotesText } from '../../../src-shared/data-note.ts';

export const notRehearsedText =
  'In an account Blockyard has no entry of its own to rehearse on: it would take a rule of your load balancer. The proof of a release and the check of permissions are what it tries beforehand there.';

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
  rehearse: refusal(notRehearsedText),
} satisfies Partial<Yard>;
