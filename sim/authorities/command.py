"""The command `coalface authority import`: from a published table, or from a list of teams, to a profile of one's own."""

import shlex
import sys
from collections.abc import Sequence

from sim.errors import UserError
from sim.request import near

HELP = """\
coalface authority import: a profile of a real authority, for --config-dir

  coalface authority import --census FILE --name NAME [--year YEAR] [--out FOLDER]
  coalface authority import --teams FILE.csv --name NAME [--out FOLDER]

  --name NAME      the authority as the census calls it, such as "Leeds"; with --teams, any title
  --year YEAR      a year of the census, such as 2021; the newest unless given
  --out FOLDER     a folder of your own; my_authorities unless given. The profile goes to FOLDER/authority/NAME.yaml and is
                   chosen with --config-dir FOLDER authority=NAME; a file that is there already is not replaced

The census is the table that the Department for Education publishes on children's social workers, with a row for each
year and area. Read from it are time_period, geographic_level, region_name, la_name, inpost_fte, vacancy_fte and
caseload_fte, and as levels to hold the simulation against, not to set it by, turnover_rate_fte, vacancy_rate_fte,
agency_rate_fte, agency_cover_rate_fte and absence_rate_fte. All other columns are left alone. Where a figure is not
published (c, x, z, u, low or a blank), that of the region is used, or of England, and the profile says so.
Posts are those in post and the vacant ones; front line and managers follow the role shares of England in 2019.

A list of teams is a table with the columns
  team        name of the team, each once
  posts       posts of those who hold cases, vacant ones included, in full-time equivalents
  vacancies   how many of these posts are vacant
  agency      agency staff who hold cases
  cases       cases held by the team
in any order; other columns are left alone. Write 0 where there are none. Posts and mean span come from the sums.

Tables are CSV with commas, in UTF-8 or as Windows saves them. Only the profile is written.
"""
OPTIONS = ("--census", "--teams", "--name", "--year", "--out", "--help")
FOLDER = "my_authorities"


def authority(arguments: Sequence[str]) -> int:
    """Obey `coalface authority ARGUMENTS`."""
    if not arguments or arguments[0] in ("--help", "-h"):
        sys.stdout.write(HELP)
        return 0
    if arguments[0] != "import":
        raise UserError(f"authority: {arguments[0]} is not known{near(arguments[0], ['import'])}; there is import")
    given = read_options(arguments[1:])
    if "--help" in given:
        sys.stdout.write(HELP)
        return 0
    from sim.authorities.profile import write_profile

    if ("--census" in given) == ("--teams" in given):
        raise UserError("authority import: give one of --census FILE and --teams FILE")
    if "--name" not in given:
        raise UserError('authority import: give --name, such as --name "Leeds"')
    if "--teams" in given:
        from sim.authorities.teams import profile_of_teams

        if "--year" in given:
            raise UserError("--year: only with --census; a list of teams has no years")
        profile = profile_of_teams(given["--teams"], given["--name"])
    else:
        from sim.authorities.census import profile_of

        profile = profile_of(given["--census"], given["--name"], given.get("--year"))
    folder = given.get("--out", FOLDER)
    written = write_profile(profile, folder)
    sys.stdout.write(profile.text())
    words = ["coalface", "compare", "--config-dir", folder, f"authority={profile.name}"]
    sys.stdout.write(f"\nWritten: {written}\nUse it: {shlex.join(words)}\n")
    return 0


def read_options(arguments: Sequence[str]) -> dict[str, str]:
    """Options with their values, written `--name VALUE` or `--name=VALUE`."""
    given: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        option = "--help" if option == "-h" else option
        if option not in OPTIONS:
            raise UserError(
                f"{word}: not an option of authority import{near(option, OPTIONS)}; there are {', '.join(OPTIONS)}"
            )
        if option in given:
            raise UserError(f"{option}: given twice; give it once")
        if option != "--help" and not equals:
            value = rest.pop(0) if rest else ""
        if option != "--help" and not value.strip():
            raise UserError(f"{option}: no value given; write {option} VALUE")
        given[option] = value.strip()
    return given
