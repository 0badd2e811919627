import { exemptible, exemptionOf } from '../derive/exemptions.ts';
import { didYouMean } from '../load/issues.ts';
import type { Check } from './check.ts';

/** An exception of admission names a policy that may be set aside and the file of one system: anything else would grant nothing and look as if it did. */
export const admissionException: Check = {
  code: 'admission-exception',
  severity: 'error',
  title: { en: 'An exception of admission grants nothing', vi: 'Ngoại lệ kiểm soát tiếp nhận không có tác dụng' },
  run: ({ estate, report }) => [...estate.exceptions.values()].flatMap((exception) => {
    const found = exemptionOf(estate, exception);
    const { rule, target } = exception.data;
    if (found === 'policy') {
      const name = rule.slice('admission/'.length);
      return [report(exception, '/rule', {
        message: { en: `no policy ${name} can be set aside by an exception; these can: ${exemptible.join(', ')}`, vi: `không thể miễn chính sách ${name}; có thể miễn: ${exemptible.join(', ')}` },
        hint: didYouMean(name, [...exemptible]) ?? { en: 'mend what the policy refuses', vi: 'khắc phục điều chính sách từ chối' } })];
    }
    return found !== 'target' ? [] : [report(exception, '/target', {
      message: { en: `${target} is no file of a system; an exception of admission is for one system`, vi: `${target} không phải tệp của một hệ thống; ngoại lệ kiểm soát tiếp nhận chỉ dành cho một hệ thống` },
      hint: { en: 'name the file, such as tenants/<tenant>/systems/<system>.yaml', vi: 'nêu tệp, ví dụ tenants/<bên thuê>/systems/<hệ thống>.yaml' } })];
  }),
};
