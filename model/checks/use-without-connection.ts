/** A use opens nothing by itself: the component it names must connect to the exchange that carries the offer. */
import type { Check } from './check.ts';

export const useWithoutConnection: Check = {
  code: 'use-without-connection',
  severity: 'error',
  title: { en: 'The component of a use does not connect to its exchange', vi: 'Thành phần sử dụng chưa kết nối tới nền tảng chia sẻ' },
  run: ({ estate, report }) => [...estate.uses.values()].flatMap((use) => {
    const offer = estate.offers.get(use.data.offer);
    const component = estate.systems.get(`${use.folderTenant}/${use.data.system}`)?.data.components.find(({ id }) => id === use.data.component);
    if (!offer || !component || use.data.mode === 'media') return [];
    const { channel } = offer.data;
    // The exchange itself needs no way to itself.
    if (channel === `${use.folderTenant}/${use.data.system}` || component.connects.some((connection) => connection.to === 'exchange' && connection.exchange === channel)) return [];
    return [report(use, '/component', {
      message: { en: `the component ${component.id} of ${use.data.system} does not connect to ${channel}, which carries the offer ${offer.key}`, vi: `thành phần ${component.id} của ${use.data.system} chưa kết nối tới ${channel}, nền tảng thực hiện bản chia sẻ ${offer.key}` },
      hint: { en: `add {to: exchange, exchange: ${channel}} to its connects`, vi: `thêm {to: exchange, exchange: ${channel}} vào connects của thành phần` },
    })];
  }),
};
