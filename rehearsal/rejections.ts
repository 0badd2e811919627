/** A refused object, told so that its author knows what to do. */
import type { Text } from '../model/finding.ts';
import type { Catalog } from '../model/load/catalog.ts';
import type { Outcome } from './apply.ts';

export interface Rejection {
  readonly stack: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Catalog file that the object follows from, line and column from 1; empty and 1 when provenance names none. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** HTTP status; 0 where an engine tells the refusal. */
  readonly status: number;
  /** The server's words. */
  readonly message: string;
  /** The next step. */
  readonly hint: Text;
}

/** All refusals, by stack and file. */
export function rejections(outcomes: readonly Outcome[], catalog: Pick<Catalog, 'locate'>): Rejection[] {
  return outcomes.filter(({ verdict }) => verdict === 'rejected').map(({ object, status, message }) => {
    const { stack, apiVersion, kind, namespace, name, source } = object;
    return { stack, apiVersion, kind, namespace, name, file: source?.file ?? '', ...(source ? catalog.locate(source) : { line: 1, column: 1 }), status, message, hint: hintFor(status, message) };
  }).sort((a, b) => order(a).localeCompare(order(b), 'en'));
}

const order = ({ stack, kind, namespace, name }: Rejection) => [stack, kind, namespace, name].join('\n');

const hints: readonly { readonly when: (status: number, message: string) => boolean; readonly hint: Text }[] = [
  {
    when: (_, message) => /ValidatingAdmissionPolicy '/.test(message),
    hint: { en: 'a guard rail refuses it: change the catalog or the construct that makes it, or the guard rail in charts/guardrails if it is too strict', vi: 'một rào chắn từ chối: sửa danh mục hoặc phần tạo ra đối tượng, hoặc sửa rào chắn trong charts/guardrails nếu quá chặt' },
  },
  {
    when: (status, message) => status === 400 && /unknown field|strict decoding/.test(message) || /failed to create typed patch object|field not declared in schema/.test(message),
    hint: { en: 'the definition does not know this field, or not with this type: compare the chart or construct with the version of the definition in tools/', vi: 'định nghĩa không có trường này hoặc trường có kiểu khác: so sánh chart hoặc construct với phiên bản định nghĩa trong tools/' },
  },
  {
    when: (_, message) => /field is immutable|immutable|cannot be changed|may not be changed/.test(message),
    hint: { en: 'the object exists and this field never changes: give the new one another name, or replace it in two reviewed steps', vi: 'đối tượng đã tồn tại và trường này không được đổi: đặt tên mới, hoặc thay thế qua hai bước được thẩm định' },
  },
  {
    when: (_, message) => /violates PodSecurity/.test(message),
    hint: { en: 'the namespace enforces a stricter Pod Security standard than the pod keeps', vi: 'không gian tên áp dụng chuẩn an toàn pod chặt hơn mức pod đáp ứng' },
  },
  {
    when: (_, message) => /exceeded quota/.test(message),
    hint: { en: 'the quota of the namespace is too small: see resources in the catalog', vi: 'hạn mức của không gian tên quá nhỏ: xem tài nguyên trong danh mục' },
  },
  {
    when: (status, message) => status === 404 && /namespaces "/.test(message),
    hint: { en: 'its namespace does not exist yet: the stack lacks an entry in dependsOn, or the stack that makes the namespace was refused', vi: 'không gian tên chưa tồn tại: stack thiếu phụ thuộc, hoặc stack tạo không gian tên đã bị từ chối' },
  },
  {
    when: (status) => status === 422,
    hint: { en: 'the value is not valid for Kubernetes 1.36: the message names the field; follow the catalog line, or the chart’s values', vi: 'giá trị không hợp lệ với Kubernetes 1.36: thông báo nêu trường; xem dòng danh mục hoặc giá trị của chart' },
  },
];

const otherwise: Text = { en: 'the message of the API server says why; the object lies in the export', vi: 'thông báo của máy chủ API nêu lý do; đối tượng nằm trong kết quả xuất' };

export function hintFor(status: number, message: string): Text {
  return hints.find(({ when }) => when(status, message))?.hint ?? otherwise;
}
