"""Reads whole tables as a user of MaxCompute would, with pyodps, and prints their rows.

rows_through_pyodps.py ENDPOINT PROJECT KEY_ID KEY_SECRET TABLE…

One line for each row, ordered: the table, then as a JSON list the partition's value and the columns. Bytes are
printed as `0x…`, decimals, dates and times as texts.
"""

import datetime
import decimal
import json
import sys

from odps import ODPS


def printable(value):
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, (decimal.Decimal, datetime.date, datetime.datetime)):
        return str(value)
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): printable(item) for key, item in value.items()}
    return value


def main(endpoint, project, key_id, key_secret, *tables):
    client = ODPS(key_id, key_secret, project=project, endpoint=endpoint)
    for name in tables:
        table = client.get_table(name)
        rows = []
        for partition in table.partitions:
            with table.open_reader(partition=str(partition.partition_spec)) as reader:
                for record in reader:
                    columns = [printable(record[column.name]) for column in table.table_schema.simple_columns]
                    rows.append([partition.partition_spec["pt"], *columns])
        for row in sorted(rows, key=lambda row: row[3]):
            print(name, json.dumps(row, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main(*sys.argv[1:])
