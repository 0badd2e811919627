/** Logs that every cluster collects, where they lie, and who is fed with them. */
import { z } from 'zod';
import { duration, field, id, quantity, text } from './scalars.ts';

export const feeds = z.strictObject({
  store: field(z.strictObject({
    size: field(quantity(), 'Of one cluster', 'Của một cụm'),
    retention: field(duration(), 'Time events stay locked', 'Thời gian khóa nhật ký'),
    lock: z.enum(['compliance', 'governance']),
  }), 'Bucket of each cluster that has an object store', 'Bucket của mỗi cụm có kho đối tượng'),
  kinds: field(z.array(z.strictObject({
    id: id(),
    path: field(z.stringFormat('path', /^(\/[A-Za-z0-9._-]+)+$/), 'File on machines, one JSON object a line', 'Tệp trên máy, mỗi dòng một đối tượng JSON'),
    namespaceAt: field(z.array(z.array(z.stringFormat('key', /^[A-Za-z_][A-Za-z0-9_]*$/)).min(1)).min(1), 'Keys under which an event may name a namespace', 'Các khóa mà sự kiện có thể nêu namespace'),
    names: text(),
  })), 'Kinds of log', 'Các loại nhật ký'),
  receivers: field(z.array(z.strictObject({
    layer: field(z.enum(['professionalMonitoring', 'nationalLink']), 'Layer of the four-layer protection that it belongs to', 'Lớp bảo vệ tương ứng'),
    key: field(z.string().min(3), 'Key of catalog/law/levels.yaml that asks for it', 'Khóa trong catalog/law/levels.yaml yêu cầu'),
    names: text(),
  })), 'Who is fed', 'Bên nhận'),
});

export type Feeds = z.output<typeof feeds>;
