// Figures as the reader's language writes them.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Numbers {
  // Exact: offsets and counts. Absent: not known.
  count: (value: number | bigint | undefined) => string;
  // Short, with two or three digits that matter: figures of charts.
  short: (value: number) => string;
  // "12.3 MiB".
  bytes: (value: number) => string;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function numbersIn(language: string): Numbers {
  const exact = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  const digits = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  return {
    count: (value) => (value === undefined ? '–' : exact.format(value)),
    short: (value) => compact.format(value),
    bytes: (value) => {
      let rest = value;
      let unit = 0;
      while (Math.abs(rest) >= 1024 && unit < units.length - 1) {
        rest /= 1024;
        unit++;
      }
      return `${digits.format(rest)} ${units[unit]}`;
    },
  };
}

export function useNumbers(): Numbers {
  const { language } = useTranslation().i18n;
  return useMemo(() => numbersIn(language), [language]);
}
