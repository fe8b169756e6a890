/** Deregistration protection of images, which moto does not know: its two calls, what DescribeImages says of it, and what it refuses. */
import { type Answer, ec2Answer, errorAnswer } from '../aws-answers.ts';
import { type AwsCall, isMutation } from '../aws-call.ts';

export interface ImageProtection {
  /** Instead of moto's answer; undefined where moto is asked. */
  own(call: AwsCall): Answer | undefined;
  /** What AWS says of each image of an answer. */
  told(call: AwsCall, fromMoto: Answer): Answer;
  clear(): void;
}

export function openImageProtection(): ImageProtection {
  const kept = new Map<string, string>();
  return {
    own(call) {
      const image = call.params.get('ImageId') ?? '';
      switch (call.service === 'ec2' && isMutation(call) ? call.action : '') {
        case 'EnableImageDeregistrationProtection': {
          const how = call.params.get('WithCooldown') === 'true' ? 'with' : 'without';
          kept.set(image, `enabled-${how}-cooldown`);
          return ec2Answer(call, `<return>${kept.get(image) ?? ''}</return>`);
        }
        case 'DisableImageDeregistrationProtection':
          kept.delete(image);
          return ec2Answer(call, '<return>disabled</return>');
        case 'DeregisterImage':
          if (!kept.has(image)) return undefined;
          return errorAnswer(call, 400, 'OperationNotPermitted', `The image ${image} is protected from deregistration.`); // prettier-ignore
        default:
          return undefined;
      }
    },
    told(call, fromMoto) {
      if (call.service !== 'ec2' || call.action !== 'DescribeImages') return fromMoto;
      const body = fromMoto.body.replaceAll(
        /<imageId>([^<]*)<\/imageId>/g,
        (whole, id: string) =>
          `${whole}<deregistrationProtection>${kept.get(id) ?? 'disabled'}</deregistrationProtection>`,
      );
      return { ...fromMoto, body };
    },
    clear: () => kept.clear(),
  };
}
