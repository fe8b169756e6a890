import { expect, test } from 'vitest';
import { amiSchema } from '../../../../src-shared/ami.ts';
import { amiImageOf } from './read-images.ts';

const amiOf = (row: Parameters<typeof amiImageOf>[0]) => {
  const [image] = amiImageOf({ ImageId: 'ami-1', ...row }, 'eu-west-1');
  return amiSchema.parse(image?.ami);
};

test('What AWS says of an image beside its own facts is read along', () => {
  expect(
    amiOf({
      PublicSsmParameterName: '/aws/service/ami-amazon-linux-latest/al2023',
      ImageWatermarks: [{ WatermarkKey: '2:b' }, {}, { WatermarkKey: '1:a' }],
      InstanceTypeSpecification: {
        SupportedInstanceTypes: [{ InstanceType: 't3.*' }, { InstanceType: 'm7i.large' }],
        UnsupportedInstanceTypes: [{ InstanceType: 't3.nano' }],
      },
      ScanResults: {
        HighestFindingSeverityLabel: 'high',
        FindingScanDate: new Date('2026-11-20T10:00:00Z'),
        LowFixAvailableSince: new Date('2026-11-01T00:00:00Z'),
        HighFixAvailableSince: new Date('2026-11-10T00:00:00Z'),
        MediumFixAvailableSince: new Date(NaN),
      },
    }),
  ).toMatchObject({
    publicParameter: '/aws/service/ami-amazon-linux-latest/al2023',
    watermarks: ['1:a', '2:b'],
    supportedTypes: ['m7i.large', 't3.*'],
    unsupportedTypes: ['t3.nano'],
    scan: {
      highestSeverity: 'high',
      scannedAt: '2026-11-20T10:00:00.000Z',
      fixableSince: [
        { severity: 'high', since: '2026-11-10T00:00:00.000Z' },
        { severity: 'low', since: '2026-11-01T00:00:00.000Z' },
      ],
    },
  });
});

test('What it does not say stays apart from what it says is nothing', () => {
  expect(amiOf({})).toMatchObject({ scan: null, watermarks: [], publicParameter: null });
  expect(amiOf({ ScanResults: {} }).scan).toEqual({
    highestSeverity: null,
    scannedAt: null,
    fixableSince: [],
  });
});
