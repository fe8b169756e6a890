import type { Instance } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  adoptedText,
  adoptedUntilOf,
  adoptionOf,
  belongsTo,
  firstStartMs,
} from './adopted-servers.ts';
import { whyDifferent } from './adopted-recipe.ts';
import { templateNamed } from './read-servers.ts';

const tags = (template: string) => [
  { Key: 'blockyard:rollout', Value: 'adopt-1' },
  { Key: 'aws:ec2launchtemplate:id', Value: template },
];
const server = (startedMs: number, launchedMs = startedMs, template = 'lt-theirs'): Instance => ({
  InstanceId: `i-${String(startedMs)}`,
  LaunchTime: new Date(launchedMs),
  NetworkInterfaces: [{ Attachment: { AttachTime: new Date(startedMs) } }],
  Tags: tags(template),
});
const ms = fc.integer({ min: 1_000_000, max: 2_000_000_000_000 });

it('belongs to an adoption what had started by then, however often it was stopped and started since; a copy of its tags does not', () => {
  fc.assert(
    fc.property(fc.array(ms, { minLength: 1, maxLength: 5 }), ms, (starts, laterMs) => {
      const adopted = starts.map((at) => server(at));
      const of = {
        ...{ launchedBy: 'adopt-1', template: 'lt-ours' },
        adoptedUntilMs: adoptedUntilOf(adoptedText(adopted)),
      };
      for (const at of starts) {
        expect(belongsTo(server(at), of)).toBe(true);
        // Its LaunchTime is that of the last start.
        expect(belongsTo(server(at, at + laterMs), of)).toBe(true);
      }
      const copy = server(Math.max(...starts) + laterMs);
      expect(belongsTo(copy, of)).toBe(false);
      // A replacement comes from the template that we made.
      expect(belongsTo({ ...copy, Tags: tags('lt-ours') }, of)).toBe(true);
      expect(belongsTo({ ...server(1), Tags: [] }, of)).toBe(false);
    }),
  );
});

it('goes by the template alone where nothing was adopted, and takes a missing time for no proof', () => {
  const launched = { launchedBy: 'adopt-1', template: 'lt-ours', adoptedUntilMs: null };
  expect(belongsTo(server(5, 5, 'lt-ours'), launched)).toBe(true);
  expect(belongsTo(server(5), launched)).toBe(false);
  expect(firstStartMs({})).toBe(Infinity);
  expect(belongsTo({ Tags: tags('lt-theirs') }, { ...launched, adoptedUntilMs: 9 })).toBe(false);
  expect(belongsTo({ Tags: [{ Key: 'blockyard:rollout', Value: 'adopt-1' }] }, { ...launched, template: null })).toBe(false); // prettier-ignore
  expect(adoptedUntilOf('yesterday')).toBeNull();
});

it('says in what servers of one generation differ', () => {
  const disk = (DeviceName: string) => ({
    ImageId: 'ami-1',
    BlockDeviceMappings: [{ DeviceName }],
  });
  expect(whyDifferent([disk('/dev/xvda'), disk('/dev/xvda')])).toBeNull();
  expect(whyDifferent([disk('/dev/xvda'), { ...disk('/dev/xvda'), ImageId: 'ami-2' }])).toContain('(ami-1, ami-2)'); // prettier-ignore
  expect(whyDifferent([disk('/dev/xvda'), disk('/dev/sdb')])).toContain('different disks');
});

it('takes the recipe of an adoption from our template, also beside a server that was started from it since', () => {
  const [first, second] = [server(5), server(6, 6, 'lt-other')];
  const fresh = { ...server(9), Tags: [...tags('lt-ours'), { Key: 'aws:ec2launchtemplate:version', Value: '1' }] }; // prettier-ignore
  const group = { 'blockyard:rollout': 'adopt-1', 'blockyard:template': 'lt-ours' };
  const adopted = adoptionOf({ ...group, 'blockyard:adopted': adoptedText([first, second]) });
  const ours = { id: 'lt-ours', version: '1' };
  expect(templateNamed([first, second, fresh], adopted)).toEqual(ours);
  expect(templateNamed([first, second], adopted)).toEqual(ours);
  // A stranger's belongs to nobody here: which one is meant cannot be told.
  expect(templateNamed([first, server(12)], adopted)).toBe('mixed');
  expect(adoptionOf(group)).toBeNull();
  expect(templateNamed([first, fresh], null)).toBe('mixed');
  expect(templateNamed([fresh], null)).toEqual(ours);
  expect(templateNamed([{ Tags: [] }], null)).toBeNull();
});
