/** Images: by digest, from the internal registry. */
import { denied, type Probe } from '../probe.ts';
import type { Text } from '../../model/finding.ts';
import type { Subjects } from '../subjects.ts';
import { replicaSetController } from './people.ts';
import { because } from './reasons.ts';
import { container, create, inNamespace, pod } from './requests.ts';

type Row = readonly [id: string, sentence: Text, spec: (subjects: Subjects) => object];

const digest = `@sha256:${'0'.repeat(64)}`;
const named = (image: (subjects: Subjects) => string) => (subjects: Subjects) => ({ containers: [container(subjects, { image: image(subjects) })] });

const rows: readonly Row[] = [
  ['latest', { en: 'An image is named by the tag latest', vi: 'Ảnh container được gọi bằng thẻ latest' }, named(({ imagePrefix }) => `${imagePrefix}/ndc/probe:latest`)],
  ['tag', { en: 'An image is named by a tag that may change', vi: 'Ảnh container được gọi bằng thẻ có thể thay đổi' }, named(({ imagePrefix }) => `${imagePrefix}/ndc/probe:1.0`)],
  ['foreign-registry', { en: 'An image comes from a foreign registry', vi: 'Ảnh container lấy từ kho bên ngoài' }, named(() => `docker.io/library/nginx${digest}`)],
  ['look-alike', { en: 'An image comes from a registry whose name only looks like ours', vi: 'Ảnh container lấy từ kho có tên chỉ giống kho nội bộ' }, named(({ imagePrefix }) => `${imagePrefix.replace('.', 'x')}/ndc/probe${digest}`)],
  ['init-container', { en: 'The container that runs first comes from elsewhere', vi: 'Container khởi tạo lấy từ nơi khác' }, (subjects) => ({ initContainers: [container(subjects, { name: 'init', image: 'busybox:1' })] })],
  ['image-volume', { en: 'An image by tag is mounted as a volume', vi: 'Ảnh theo thẻ được gắn làm ổ đĩa' }, () => ({ volumes: [{ name: 'v', image: { reference: 'quay.io/data:1' } }] })],
];

export const imageProbes: readonly Probe[] = rows.map(([id, sentence, spec]) => ({
  id: `images/${id}`,
  sentence,
  reason: because.images,
  guard: 'admission/images',
  attempt: (subjects) => subjects.app && create(replicaSetController, inNamespace('v1', 'pods', subjects.app.name), pod(subjects, subjects.app, spec(subjects))),
  expect: denied('images'),
}));
