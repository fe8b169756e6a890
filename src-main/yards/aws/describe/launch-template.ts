/** The launch template version that servers were started from, as facts and as one text. */
import {
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type Instance,
  type LaunchTemplateVersion,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import type { MarkSecret } from '../../../masking/mask-secrets.ts';
import { templateIdTag, templateVersionTag } from '../discover/reading.ts';
import { factOf, nothingDescribed, partOr, spread, type DescribedPart } from './described-part.ts';
import { tagOf } from './instance-facts.ts';
import { maskedText } from './masked-text.ts';
import { dataText } from './template-text.ts';

const title = 'Launch template';

export function readLaunchTemplate(
  ec2: EC2Client,
  instances: readonly Instance[],
  mark: MarkSecret,
): Promise<DescribedPart> {
  return partOr('The launch template', async () => {
    const versions = instances.map((instance) => {
      const id = tagOf(instance, templateIdTag);
      const version = tagOf(instance, templateVersionTag);
      return id === undefined || version === undefined ? undefined : `${id} ${version}`;
    });
    const known = versions.filter((version) => version !== undefined);
    const [id, version] = (known[0] ?? '').split(' ');
    if (id === undefined || id === '' || version === undefined) {
      return { ...nothingDescribed, missing: ['Its servers do not name a launch template.'] };
    }
    const out = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: id,
        Versions: [version, '$Latest', '$Default'],
      }),
    );
    const found = out.LaunchTemplateVersions ?? [];
    const own = found.find(({ VersionNumber }) => String(VersionNumber) === version);
    if (own === undefined) {
      const gone = `Version ${version} of its launch template is gone from AWS.`;
      return { kind: 'unread', because: gone };
    }
    const whole = maskedText('launch template', dataText(withoutUserData(own)), mark);
    const isMixed = new Set(versions).size > 1;
    return {
      kind: 'read',
      facts: templateFacts(own, found),
      texts: [{ title, text: whole.text }],
      missing: [
        ...whole.missing,
        ...(isMixed
          ? [
              `Its servers come from more than one launch template version: ${spread(versions) ?? ''}.`,
            ]
          : []),
      ],
    };
  });
}

function templateFacts(own: LaunchTemplateVersion, found: readonly LaunchTemplateVersion[]) {
  const latest = Math.max(...found.map(({ VersionNumber }) => VersionNumber ?? 0));
  const standard = found.find(({ DefaultVersion }) => DefaultVersion === true)?.VersionNumber;
  return [
    ...factOf('Launch template', own.LaunchTemplateName),
    ...factOf('Launch template version', own.VersionNumber),
    ...factOf('Latest version of the template', latest),
    ...factOf('Default version of the template', standard),
    ...factOf('Image in the launch template', own.LaunchTemplateData?.ImageId),
  ];
}

/** It is compared as a text of its own, from the servers, which have what was true at their launch. */
function withoutUserData({
  LaunchTemplateData,
}: LaunchTemplateVersion): ResponseLaunchTemplateData {
  const { UserData, ...data } = LaunchTemplateData ?? {};
  return UserData === undefined ? data : { ...data, UserData: '(compared by itself)' };
}
