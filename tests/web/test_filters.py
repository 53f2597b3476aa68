def test_pages_have_the_filters_by_their_names(app):
    template = app.jinja_env.from_string(
        "{{ 1 | counted('unit') }}, {{ -0.5 | figure }}, {{ 1 | share(2) }}, {{ 60 | hours }}, "
        "{{ 2 | agreeing('is', 'are') }}"
    )
    assert template.render() == "1 unit, −0.500, 50 %, 1 minute, are"
