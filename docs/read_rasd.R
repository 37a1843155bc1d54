# Reads the tables of rasd into tibbles, with the types that datapackage.json gives them.
#
#   source("docs/read_rasd.R")
#   tables <- read_rasd("output")
#   aggregate(killed_low ~ country_code, tables$events, sum)
#
# Unknown is NA, never 0. Terms become factors, days Date; lists stay texts joined with ";".
# Needs the packages readr and jsonlite.

read_rasd <- function(folder = "output") {
  package <- jsonlite::read_json(file.path(folder, "datapackage.json"))
  tables <- lapply(package$resources, function(resource) {
    fields <- resource$schema$fields
    types <- lapply(fields, rasd_column)
    names(types) <- vapply(fields, function(field) field$name, "")
    readr::read_csv(
      file.path(folder, resource$path),
      col_types = do.call(readr::cols, types),
      na = "", # a place may be called NA
      locale = readr::locale(encoding = "UTF-8"),
      lazy = FALSE
    )
  })
  names(tables) <- vapply(package$resources, function(resource) resource$name, "")
  tables
}

rasd_column <- function(field) {
  terms <- field$constraints$enum
  if (!is.null(terms)) {
    return(readr::col_factor(levels = unlist(terms)))
  }
  switch(field$type,
    integer = readr::col_integer(),
    number = readr::col_double(),
    boolean = readr::col_logical(),
    date = readr::col_date("%Y-%m-%d"),
    readr::col_character()
  )
}
